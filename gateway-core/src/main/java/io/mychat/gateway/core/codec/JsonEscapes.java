package io.mychat.gateway.core.codec;

/** The inside of a JSON string, for texts that are put together without a tree; the same as Jackson's. */
public final class JsonEscapes {

    private static final String HEX = "0123456789ABCDEF";

    private JsonEscapes() {}

    /** The text with its quotes, backslashes and control characters escaped; the same object when it has none. */
    public static String of(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isEscaped(text.charAt(i))) {
                return escaped(text, i);
            }
        }
        return text;
    }

    private static boolean isEscaped(char c) {
        return c < ' ' || c == '"' || c == '\\';
    }

    private static String escaped(String text, int first) {
        StringBuilder json = new StringBuilder(text.length() + 16).append(text, 0, first);
        for (int i = first; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isEscaped(c)) {
                escape(c, json.append('\\'));
            } else {
                json.append(c);
            }
        }
        return json.toString();
    }

    private static void escape(char c, StringBuilder json) {
        switch (c) {
            case '"', '\\' -> json.append(c);
            case '\b' -> json.append('b');
            case '\t' -> json.append('t');
            case '\n' -> json.append('n');
            case '\f' -> json.append('f');
            case '\r' -> json.append('r');
            default -> json.append("u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xF));
        }
    }
}
