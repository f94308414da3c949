package io.mychat.gateway.spi.session;

import java.util.Objects;
import java.util.Set;

/**
 * A user in the form that clients see ({@code user_info}).
 *
 * @param userId a valid user id, see {@link #isValidUserId}
 * @param username the name for the login
 * @param roles for example {@code admin}
 * @since 0.1.0
 */
public record UserInfo(String userId, String username, Set<String> roles) {

    /** The longest user id, in bytes of UTF-8. */
    public static final int MAX_USER_ID_BYTES = 128;

    /** The reserved user that sends the gateway's own messages. Nobody logs in as this user. */
    public static final String SYSTEM = "system";

    public UserInfo {
        if (!isValidUserId(userId)) {
            throw new IllegalArgumentException("user id must be 1 to 128 bytes of UTF-8 without control characters");
        }
        Objects.requireNonNull(username, "username");
        roles = Set.copyOf(roles);
    }

    /** Whether {@code text} is 1 to 128 bytes of well-formed UTF-8 without control characters (protocol.md 1.1). */
    public static boolean isValidUserId(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            boolean loneSurrogate = codePoint >= 0xD800 && codePoint <= 0xDFFF;
            if (loneSurrogate || Character.getType(codePoint) == Character.CONTROL) {
                return false;
            }
            bytes += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
            i += Character.charCount(codePoint);
        }
        return bytes >= 1 && bytes <= MAX_USER_ID_BYTES;
    }
}
