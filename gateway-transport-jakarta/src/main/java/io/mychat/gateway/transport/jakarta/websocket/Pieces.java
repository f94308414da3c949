package io.mychat.gateway.transport.jakarta.websocket;

import java.nio.charset.StandardCharsets;

/**
 * Turns the pieces of a text message into UTF-8. A container may cut between the two halves of a surrogate pair: the
 * first half waits for the next piece. Used by the session's thread only.
 */
final class Pieces {

    private char half;

    byte[] utf8(String piece, boolean last) {
        String text = half == 0 ? piece : half + piece;
        half = 0;
        int length = text.length();
        if (!last && length > 0 && Character.isHighSurrogate(text.charAt(length - 1))) {
            half = text.charAt(length - 1);
            text = text.substring(0, length - 1);
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
