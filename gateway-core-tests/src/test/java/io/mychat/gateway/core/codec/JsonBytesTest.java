package io.mychat.gateway.core.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mychat.gateway.spi.codec.PayloadBuffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBytesTest {

    private final ObjectMapper jackson = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -10, -1, 0, 1, 9, 10, 99, 100, 3001, 4_294_967_295L, Long.MAX_VALUE})
    void numbersAreSpelled(long number) {
        assertThat(written(json -> json.number(number)))
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo(Long.toString(number));
        assertThat(JsonBytes.digits(number)).isEqualTo(Long.toString(number).length());
    }

    @Test
    void everyCharacterSurvives() throws IOException {
        for (int codePoint = 0; codePoint <= 0x10FFFF; codePoint += codePoint < 0x3000 ? 1 : 257) {
            if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
                String text = "a\"" + Character.toString(codePoint) + "\\z";
                assertThat(readBack(text)).isEqualTo(text);
            }
        }
    }

    @Test
    void textsOfAnyLengthSurvive() throws IOException {
        Random random = new Random(1);
        for (int length : new int[] {0, 1, 100, 318, 319, 320, 1000, 70_000}) {
            String plain = "x".repeat(length);
            String mixed = random.ints(Math.min(length, 1000), 0, 3)
                    .mapToObj(kind -> kind == 0 ? "\"" : kind == 1 ? "é" : "\uD83D\uDE00")
                    .collect(Collectors.joining());
            assertThat(readBack(plain)).isEqualTo(plain);
            assertThat(readBack(mixed)).isEqualTo(mixed);
        }
    }

    private String readBack(String text) throws IOException {
        return jackson.readValue(written(json -> json.string(text)), String.class);
    }

    private static byte[] written(Consumer<JsonBytes> writes) {
        PayloadBuffer into = new PayloadBuffer(8);
        writes.accept(new JsonBytes(into));
        return into.toByteArray();
    }
}
