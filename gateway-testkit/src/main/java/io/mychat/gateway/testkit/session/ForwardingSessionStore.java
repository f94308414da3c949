package io.mychat.gateway.testkit.session;

import io.mychat.gateway.spi.session.DeviceSelector;
import io.mychat.gateway.spi.session.LoginOutcome;
import io.mychat.gateway.spi.session.OnlinePage;
import io.mychat.gateway.spi.session.SeatRule;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.SessionOwner;
import io.mychat.gateway.spi.session.SessionStore;
import java.util.List;
import java.util.Optional;

/**
 * Forwards all calls to another store. A test overrides those that it changes.
 *
 * @since 0.1.0
 */
public class ForwardingSessionStore implements SessionStore {

    private final SessionStore store;

    /** @param store gets the calls */
    public ForwardingSessionStore(SessionStore store) {
        this.store = store;
    }

    @Override
    public LoginOutcome login(Session candidate, SeatRule rule) {
        return store.login(candidate, rule);
    }

    @Override
    public boolean remove(Session session) {
        return store.remove(session);
    }

    @Override
    public List<Session> removeDevices(String userId, DeviceSelector deviceSelector, LoginOutcome.Cause cause) {
        return store.removeDevices(userId, deviceSelector, cause);
    }

    @Override
    public boolean isCurrent(Session session) {
        return store.isCurrent(session);
    }

    @Override
    public List<Session> sessionsOf(String userId) {
        return store.sessionsOf(userId);
    }

    @Override
    public Optional<Session> find(String sessionId) {
        return store.find(sessionId);
    }

    @Override
    public long onlineUsers() {
        return store.onlineUsers();
    }

    @Override
    public OnlinePage online(int limit, Optional<String> cursor) {
        return store.online(limit, cursor);
    }

    @Override
    public void attach(SessionOwner owner) {
        store.attach(owner);
    }
}
