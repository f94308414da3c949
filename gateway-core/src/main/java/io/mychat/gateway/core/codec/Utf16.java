package io.mychat.gateway.core.codec;

/** Lone surrogates: JSON can spell them, UTF-8 cannot, so they must not get in and cannot get out. */
public final class Utf16 {

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

    private static boolean startsPair(String text, int i) {
        return Character.isHighSurrogate(text.charAt(i))
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
    }
}
