package io.mychat.gateway.redis.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArgumentBuffersTest {

    private final ArgumentBuffers buffers = new ArgumentBuffers();

    static Stream<Object> arguments() {
        return Stream.of(
                0,
                9L,
                10L,
                99,
                100L,
                1_736_332_200_000_123L,
                Long.MAX_VALUE,
                Long.MIN_VALUE,
                -1,
                Integer.MIN_VALUE,
                Integer.MAX_VALUE,
                1.5,
                "",
                "plain",
                "caf\u00e9 中文 \uD83D\uDE00",
                "x".repeat(ArgumentBuffers.LONGEST),
                "x".repeat(ArgumentBuffers.LONGEST + 1));
    }

    @ParameterizedTest
    @MethodSource("arguments")
    void anArgumentIsItsText(Object argument) {
        assertThat(new String(buffers.encoded(argument), StandardCharsets.UTF_8))
                .isEqualTo(argument.toString());
    }

    @Test
    void argumentsOfOneLengthShareAnArray() {
        byte[] text = buffers.encoded("1234");

        assertThat(buffers.encoded(5678))
                .isSameAs(text)
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo("5678");
    }
}
