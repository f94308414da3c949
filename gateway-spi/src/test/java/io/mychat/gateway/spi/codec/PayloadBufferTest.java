package io.mychat.gateway.spi.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PayloadBufferTest {

    private static byte[] text(String text) {
        return text.getBytes(US_ASCII);
    }

    /** Also when the array was full, and so was returned itself. */
    @ParameterizedTest
    @ValueSource(ints = {0, 5, 64})
    void whatWasReturnedStaysAsItIsWhenTheBufferIsUsedAgain(int capacity) {
        PayloadBuffer buffer = new PayloadBuffer(capacity);
        byte[] first = buffer.append(text("first")).toByteArray();
        buffer.clear();
        assertThat(buffer.length()).isZero();
        byte[] second = buffer.append(text("2nd")).toByteArray();

        assertThat(first).isEqualTo(text("first"));
        assertThat(second).isEqualTo(text("2nd"));
    }
}
