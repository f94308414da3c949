package io.mychat.gateway.core.store;

import io.mychat.gateway.spi.session.UserInfo;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Where a page of the list of users ended, as a text that may stand in a URL: its last user. */
final class OnlineCursor {

    private static final String VERSION = "1:";

    private OnlineCursor() {}

    static String after(String userId) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((VERSION + userId).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The last user.
     *
     * @throws IllegalArgumentException when this is no cursor
     */
    static String parse(String cursor) {
        String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        String userId = text.startsWith(VERSION) ? text.substring(VERSION.length()) : "";
        if (!UserInfo.isValidUserId(userId)) {
            throw new IllegalArgumentException("not a cursor of this list");
        }
        return userId;
    }
}
