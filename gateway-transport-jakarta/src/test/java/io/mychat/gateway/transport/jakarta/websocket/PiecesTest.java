package io.mychat.gateway.transport.jakarta.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;

final class PiecesTest {

    private static final String TEXT = "a😀grüße你好😀";

    @Test
    void whereATextIsCutMakesNoDifference() {
        for (int first = 0; first <= TEXT.length(); first++) {
            for (int second = first; second <= TEXT.length(); second++) {
                Pieces pieces = new Pieces();
                ByteArrayOutputStream all = new ByteArrayOutputStream();
                all.writeBytes(pieces.utf8(TEXT.substring(0, first), false));
                all.writeBytes(pieces.utf8(TEXT.substring(first, second), false));
                all.writeBytes(pieces.utf8(TEXT.substring(second), true));
                assertThat(all.toString(UTF_8))
                        .as("cut at %d and %d", first, second)
                        .isEqualTo(TEXT);
            }
        }
    }

    @Test
    void halfACharacterIsNotKeptForTheNextMessage() {
        Pieces pieces = new Pieces();
        byte[] unused = pieces.utf8(TEXT.substring(0, 2), true);
        assertThat(new String(pieces.utf8("next", true), UTF_8)).isEqualTo("next");
    }
}
