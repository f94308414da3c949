package io.mychat.gateway.core.connection;

import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.SessionStore;
import io.mychat.gateway.spi.session.Sessions;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.Optional;

/**
 * AuthenticationCache of specification 10.5: who is logged in on a session, by evidence of a stated age. This node's
 * memory is evidence of {@link Sessions#DEFAULT_EVIDENCE_AGE}, because the store compares it that often. Thread-safe.
 */
public final class SessionLookup {

    private final LocalConnections local;
    private final SessionStore store;
    private final TimeSource time;

    SessionLookup(LocalConnections local, SessionStore store, TimeSource time) {
        this.local = local;
        this.store = store;
        this.time = time;
    }

    /** See {@link Sessions#isAuthenticated(String, Duration)}. */
    public boolean isAuthenticated(String sessionId, Duration maxAge) {
        ClientConnection client = local.get(sessionId);
        if (client == null) {
            return store.find(sessionId).isPresent();
        }
        Session session = client.sessionOrNull();
        if (session == null || client.isClosing()) {
            return false;
        }
        return maxAge.compareTo(Sessions.DEFAULT_EVIDENCE_AGE) >= 0
                || client.isConfirmedAfter(time.nanoTime() - maxAge.toNanos())
                || isCurrent(session);
    }

    /** Asks the store whether it has exactly this session. May block. */
    public boolean isCurrent(Session session) {
        long asked = time.nanoTime();
        boolean current = store.isCurrent(session);
        ClientConnection client = local.get(session.id());
        if (current && client != null) {
            client.confirmed(asked);
        }
        return current;
    }

    /** See {@link Sessions#userOf}. */
    public Optional<String> userOf(String sessionId) {
        ClientConnection client = local.get(sessionId);
        return client == null
                ? store.find(sessionId).map(Session::userId)
                : client.session().filter(session -> !client.isClosing()).map(Session::userId);
    }
}
