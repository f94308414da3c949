package io.mychat.gateway.spi.message;

/**
 * The id that a client gives to a request. The reply repeats it unchanged, with the same JSON type (protocol.md 1.1).
 *
 * @param text the string, or the digits of the integer as the client wrote them; at most {@value #MAX_LENGTH}
 *     characters
 * @param integer true for a JSON integer, false for a string. The text of an integer is written into replies as it is, so
 *     it has to be one
 * @since 0.1.0
 */
public record RequestId(String text, boolean integer) {

    /** The longest request id, in characters (Unicode code points). */
    public static final int MAX_LENGTH = 64;

    public RequestId {
        if (!isShortEnough(text)) {
            throw new IllegalArgumentException("request_id has more than " + MAX_LENGTH + " characters");
        }
        if (integer && !isInteger(text)) {
            throw new IllegalArgumentException(
                    "request_id is no JSON integer: digits without a leading zero, perhaps after a -");
        }
    }

    /** Whether a text has at most {@value #MAX_LENGTH} characters. */
    public static boolean isShortEnough(String text) {
        return TextLength.isAtMost(MAX_LENGTH, text);
    }

    private static boolean isInteger(String text) {
        int first = text.startsWith("-") ? 1 : 0;
        if (text.length() == first || (text.charAt(first) == '0' && text.length() > first + 1)) {
            return false;
        }
        for (int i = first; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
