package io.mychat.gateway.spi.message;

/**
 * The length of a text in characters, which are Unicode code points in every limit of the protocol (protocol.md 1.1).
 *
 * @since 0.1.0
 */
public final class TextLength {

    private TextLength() {}

    /**
     * Whether a text has at most {@code max} characters. Takes constant time for a text that is more than twice as
     * long.
     */
    public static boolean isAtMost(int max, String text) {
        int units = text.length();
        return units <= max || (units <= 2L * max && text.codePointCount(0, units) <= max);
    }
}
