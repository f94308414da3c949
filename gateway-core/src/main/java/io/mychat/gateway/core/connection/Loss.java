package io.mychat.gateway.core.connection;

import io.mychat.gateway.spi.session.LoginOutcome;
import io.mychat.gateway.spi.transport.CloseReason;

/**
 * Why a session ends that the store has let go of.
 *
 * @param notice the reason that the client is told (4003)
 * @param tokens whether its tokens have been revoked too: then whoever holds its connection revokes those that the store
 *     cannot know of, see {@link ClientConnection#foreignTokens}
 */
public record Loss(CloseReason reason, String notice, boolean tokens) {

    /** A newer connection of the same device. */
    public static final Loss REPLACED = new Loss(CloseReason.REPLACED, "replaced", false);

    /** Another device took the seat. */
    public static final Loss KICKED = new Loss(CloseReason.KICKED, "kicked", false);

    /** Its tokens have been revoked. */
    public static final Loss REVOKED = new Loss(CloseReason.UNAUTHORIZED, "token_revoked", true);

    /** Somebody took it out of the store by hand; its tokens are valid. */
    public static final Loss REMOVED = new Loss(CloseReason.UNAUTHORIZED, "session_ended", false);

    static Loss of(LoginOutcome.Cause cause) {
        return switch (cause) {
            case REPLACED -> REPLACED;
            case KICKED -> KICKED;
            case REVOKED -> REVOKED;
            case REMOVED -> REMOVED;
        };
    }

    /** Another one's decision, with that one's reason. */
    public static Loss kicked(String notice) {
        return new Loss(CloseReason.KICKED, notice, false);
    }

    /** The same where the tokens have been revoked too. */
    public Loss withTokens() {
        return new Loss(reason, notice, true);
    }
}
