package io.mychat.gateway.alerts.text;

import java.util.regex.Pattern;

/**
 * Makes a value harmless in the markup of chat groups. The services document neither an escape character nor the
 * dialect of Markdown that they read, so characters with a meaning become their full-width forms: no link, no mention,
 * no emphasis, no heading.
 */
public final class ChatEscape {

    private static final Pattern MARKUP =
            Pattern.compile("[<\\[\\]()*#@`~|!\\\\]|^>|:(?=//)|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])");
    /** From a visible character of ASCII to its full-width form. */
    private static final int TO_FULL_WIDTH = 0xFEE0;

    private ChatEscape() {}

    public static String value(String text) {
        return MARKUP.matcher(text)
                .replaceAll(found -> String.valueOf((char) (found.group().charAt(0) + TO_FULL_WIDTH)));
    }
}
