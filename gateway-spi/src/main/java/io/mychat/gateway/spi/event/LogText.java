package io.mychat.gateway.spi.event;

/**
 * Makes foreign text safe for a log: the result contains no line breaks, control characters, changes of the writing
 * direction or look-alikes of a space.
 *
 * @since 0.1.0
 */
public final class LogText {

    private static final int MAX_QUOTED = 200;

    private LogText() {}

    /** The text in quotation marks on one line, cut after 200 characters. */
    public static String quoted(String text) {
        StringBuilder line = new StringBuilder().append('"');
        text.codePoints().limit(MAX_QUOTED).forEach(c -> {
            if (c == '"' || c == '\\') {
                line.append('\\');
            }
            append(line, c);
        });
        return line.append('"')
                .append(text.codePointCount(0, text.length()) > MAX_QUOTED ? "…" : "")
                .toString();
    }

    /**
     * The text with control characters, separators and invisible characters in the escaped form of JSON, with four
     * hexadecimal digits. JSON on one line keeps its meaning.
     */
    public static String escaped(String text) {
        if (text.codePoints().allMatch(LogText::isPlain)) {
            return text;
        }
        StringBuilder line = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> append(line, c));
        return line.toString();
    }

    private static void append(StringBuilder line, int c) {
        if (isPlain(c)) {
            line.appendCodePoint(c);
        } else {
            for (char unit : Character.toChars(c)) {
                line.append(String.format("\\u%04x", (int) unit));
            }
        }
    }

    private static boolean isPlain(int c) {
        if (c < 0x7f) {
            return c >= ' ';
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
