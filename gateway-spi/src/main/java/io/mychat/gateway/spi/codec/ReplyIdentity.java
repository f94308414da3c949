package io.mychat.gateway.spi.codec;

import java.util.Objects;

/**
 * The fields that all replies on one connection have in common.
 *
 * @param userId empty before the login; the field is then left out
 * @param platform as {@code userId}
 * @since 0.1.0
 */
public record ReplyIdentity(String sessionId, String userId, String platform) {

    public ReplyIdentity {
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(userId, "userId");
        Objects.requireNonNull(platform, "platform");
    }
}
