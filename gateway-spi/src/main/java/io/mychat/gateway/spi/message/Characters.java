package io.mychat.gateway.spi.message;

/** How long a text is where a limit says "characters": in Unicode code points (protocol.md 1.1). */
public final class Characters {

    private Characters() {}

    /** Whether a text has at most so many characters; does not count through one that is far too long. */
    public static boolean areAtMost(int max, String text) {
        int units = text.length();
        return units <= max || (units <= 2L * max && text.codePointCount(0, units) <= max);
    }
}
