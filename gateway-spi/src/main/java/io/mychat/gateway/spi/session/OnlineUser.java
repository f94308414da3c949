package io.mychat.gateway.spi.session;

import java.util.List;

/**
 * A user with at least one session.
 *
 * @param sessions the user's sessions in login order
 * @since 0.1.0
 */
public record OnlineUser(String userId, List<Session> sessions) {

    public OnlineUser {
        sessions = List.copyOf(sessions);
    }
}
