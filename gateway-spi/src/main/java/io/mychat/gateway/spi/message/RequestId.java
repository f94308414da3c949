package io.mychat.gateway.spi.message;

/**
 * The client's own mark on a request, echoed unchanged in the reply with the same JSON type (protocol.md 1.1).
 *
 * @param text the string, or the digits of the integer as they were written; at most {@value #MAX_LENGTH} characters
 * @param integer whether it was a JSON integer and not a string
 */
public record RequestId(String text, boolean integer) {

    /** The longest request id, in characters (Unicode code points). */
    public static final int MAX_LENGTH = 64;

    public RequestId {
        if (!isShortEnough(text)) {
            throw new IllegalArgumentException("request_id has more than " + MAX_LENGTH + " characters");
        }
    }

    /** Whether a text has at most {@value #MAX_LENGTH} characters. */
    public static boolean isShortEnough(String text) {
        return Characters.areAtMost(MAX_LENGTH, text);
    }
}
