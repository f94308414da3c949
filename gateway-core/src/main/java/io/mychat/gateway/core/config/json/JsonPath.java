package io.mychat.gateway.core.config.json;

/** Writes JSON paths that fit on one line of a terminal, regardless of the keys' characters. */
public final class JsonPath {

    public static final String ROOT = "$";

    private static final int LONGEST_KEY = 64;

    private JsonPath() {}

    public static String child(String parent, String key) {
        return isPlain(key) ? parent + "." + key : parent + "['" + printable(key) + "']";
    }

    /** A short name of letters, digits, underscores and dashes that begins with none of digits and dashes. */
    private static boolean isPlain(String key) {
        if (key.isEmpty() || key.length() > LONGEST_KEY || !isLetter(key.charAt(0))) {
            return false;
        }
        for (int i = 1; i < key.length(); i++) {
            char c = key.charAt(i);
            if (!isLetter(c) && (c < '0' || c > '9') && c != '-') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
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
        int at = 0;
        for (int shownPoints = 0; at < text.length() && shownPoints < longest; shownPoints++) {
            int point = text.codePointAt(at);
            shown.appendCodePoint(isCharacter(point) ? point : '?');
            at += Character.charCount(point);
        }
        return at < text.length() ? shown + "…" : shown.toString();
    }

    private static boolean isCharacter(int codePoint) {
        int type = Character.getType(codePoint);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR
                && type != Character.SURROGATE
                && type != Character.UNASSIGNED;
    }
}
