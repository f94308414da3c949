package io.mychat.gateway.core.store;

import io.mychat.gateway.spi.session.UserInfo;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The cursor of the list of users: the last user of a page, as a text that is valid in a URL. */
final class OnlineCursor {

    private static final String VERSION = "1:";

    private OnlineCursor() {}

    static String after(String userId) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((VERSION + userId).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The user in a cursor.
     *
     * @throws IllegalArgumentException when the cursor is invalid
     */
    static String parse(String cursor) {
        String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        String userId = text.startsWith(VERSION) ? text.substring(VERSION.length()) : "";
        if (!UserInfo.isValidUserId(userId)) {
            throw new IllegalArgumentException("cursor is invalid");
        }
        return userId;
    }
}
