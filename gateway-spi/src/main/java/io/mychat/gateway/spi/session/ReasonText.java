package io.mychat.gateway.spi.session;

/**
 * The reason that a person is told for an end or a refusal: one printable line of bounded length.
 *
 * @since 0.1.0
 */
public final class ReasonText {

    private ReasonText() {}

    /** Whether {@code text} is 1 to {@code max} characters, not all blank, without control and format characters. */
    public static boolean isValid(int max, String text) {
        return !text.isBlank()
                && text.codePointCount(0, text.length()) <= max
                && text.codePoints().allMatch(ReasonText::isPrintable);
    }

    private static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
