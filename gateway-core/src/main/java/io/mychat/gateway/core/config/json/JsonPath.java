package io.mychat.gateway.core.config.json;

import java.util.regex.Pattern;

/** Writes JSON paths that fit on one line of a terminal, regardless of the keys' characters. */
public final class JsonPath {

    public static final String ROOT = "$";

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,63}");
    private static final int LONGEST_KEY = 64;

    private JsonPath() {}

    public static String child(String parent, String key) {
        return PLAIN.matcher(key).matches() ? parent + "." + key : parent + "['" + printable(key) + "']";
    }

    public static String element(String parent, int index) {
        return parent + "[" + index + "]";
    }

    /** The text without control and format characters, cut when it is long. */
    public static String printable(String text) {
        return printable(text, LONGEST_KEY);
    }

    public static String printable(String text, int longest) {
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .limit(longest)
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT || !isCharacter(c)
                        ? '?'
                        : c)
                .forEach(shown::appendCodePoint);
        return text.codePointCount(0, text.length()) > longest ? shown + "…" : shown.toString();
    }

    private static boolean isCharacter(int codePoint) {
        int type = Character.getType(codePoint);
        return type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR
                && type != Character.SURROGATE
                && type != Character.UNASSIGNED;
    }
}
