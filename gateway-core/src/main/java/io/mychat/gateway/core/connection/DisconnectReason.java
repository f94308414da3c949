package io.mychat.gateway.core.connection;

import io.mychat.gateway.spi.session.LoginOutcome;
import io.mychat.gateway.spi.transport.CloseReason;

/**
 * Why a session ends that is no longer in the store.
 *
 * @param notice the reason for the client (4003)
 * @param tokens whether its tokens were revoked, too. The node with the connection then also revokes the tokens that
 *     the store does not know, see {@link ClientConnection#foreignTokens}
 * @param isLogout whether the user has logged out
 */
public record DisconnectReason(CloseReason reason, String notice, boolean tokens, boolean isLogout) {

    /** A reason that is no logout. */
    public DisconnectReason(CloseReason reason, String notice, boolean tokens) {
        this(reason, notice, tokens, false);
    }

    /** A newer connection of the same device. */
    public static final DisconnectReason REPLACED = new DisconnectReason(CloseReason.REPLACED, "replaced", false);

    /** Another device took the seat. */
    public static final DisconnectReason KICKED = new DisconnectReason(CloseReason.KICKED, "kicked", false);

    /** Its tokens have been revoked. */
    public static final DisconnectReason REVOKED =
            new DisconnectReason(CloseReason.UNAUTHORIZED, "token_revoked", true);

    /** The user has logged out; the client is told the same as of {@link #REVOKED}. */
    public static final DisconnectReason LOGGED_OUT =
            new DisconnectReason(CloseReason.UNAUTHORIZED, "token_revoked", true, true);

    /** The session was removed from the store by hand, or ended by the host; its tokens are valid. */
    public static final DisconnectReason REMOVED =
            new DisconnectReason(CloseReason.UNAUTHORIZED, "session_ended", false);

    static DisconnectReason of(LoginOutcome.Cause cause) {
        return switch (cause) {
            case REPLACED -> REPLACED;
            case KICKED -> KICKED;
            case REVOKED -> REVOKED;
            case REMOVED -> REMOVED;
        };
    }

    /** Another one's decision, with that one's reason. */
    public static DisconnectReason kicked(String notice) {
        return new DisconnectReason(CloseReason.KICKED, notice, false);
    }

    /** The same where the tokens have been revoked too. */
    public DisconnectReason withTokens() {
        return new DisconnectReason(reason, notice, true);
    }
}
