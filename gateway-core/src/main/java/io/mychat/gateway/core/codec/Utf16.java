package io.mychat.gateway.core.codec;

/** Lone surrogates: JSON can spell them, UTF-8 cannot, so they must not get in and cannot get out. */
public final class Utf16 {

    private static final char REPLACEMENT = '\uFFFD';

    private Utf16() {}

    /** Whether the text has no lone surrogate. */
    public static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (!startsPair(text, i)) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /** The text with each unpaired surrogate replaced by U+FFFD; the same object when there is none. */
    static String repaired(String text) {
        if (isWellFormed(text)) {
            return text;
        }
        StringBuilder repaired = new StringBuilder(text);
        for (int i = 0; i < repaired.length(); i++) {
            if (Character.isSurrogate(repaired.charAt(i))) {
                if (startsPair(repaired, i)) {
                    i++;
                } else {
                    repaired.setCharAt(i, REPLACEMENT);
                }
            }
        }
        return repaired.toString();
    }

    private static boolean startsPair(CharSequence text, int i) {
        return Character.isHighSurrogate(text.charAt(i))
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
    }
}
