package io.mychat.gateway.core.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.node.TextNode;
import io.mychat.gateway.spi.codec.PayloadBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JsonEscapesTest {

    private final Json json = new Json(16, 100_000);

    private static String everything() {
        StringBuilder all = new StringBuilder();
        for (char c = 0; c < 0x900; c++) {
            all.append(c);
        }
        return all.append("\u4F60\u597D\u2028\uFFFF\uD83D\uDE00").toString();
    }

    @Test
    void textsAreWrittenAsByJackson() {
        assertThat("\"" + JsonEscapes.of(everything()) + "\"").isEqualTo(json.write(TextNode.valueOf(everything())));
    }

    @Test
    void bytesAreWrittenAsByJackson() {
        PayloadBuffer into = new PayloadBuffer(0);

        new JsonBytes(into).string(everything());

        byte[] expected = JsonStringEncoder.getInstance().quoteAsUTF8(everything());
        assertThat(new String(into.toByteArray(), StandardCharsets.UTF_8))
                .isEqualTo("\"" + new String(expected, StandardCharsets.UTF_8) + "\"");
        assertThat(JsonBytes.length(everything()) + JsonBytes.QUOTES).isEqualTo(into.length());
    }

    @Test
    void aLoneSurrogateIsReplaced() {
        PayloadBuffer into = new PayloadBuffer(0);

        new JsonBytes(into).string("a\uD83D").string("\uDE00b\uD83Dc");

        assertThat(into.toByteArray()).asString(StandardCharsets.UTF_8).isEqualTo("\"a\uFFFD\"\"\uFFFDb\uFFFDc\"");
    }

    @Test
    void aPlainTextStaysAsItIs() {
        String plain = "hi \u4F60\u597D";

        assertThat(JsonEscapes.of(plain)).isSameAs(plain);
        assertThat(json.write(TextNode.valueOf(plain)).getBytes(StandardCharsets.UTF_8))
                .hasSize(JsonBytes.length(plain) + JsonBytes.QUOTES);
    }
}
