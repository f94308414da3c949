package io.mychat.gateway.core.observe.adapter;

import io.mychat.gateway.spi.session.DeviceSelector;
import io.mychat.gateway.spi.session.LoginOutcome;
import io.mychat.gateway.spi.session.OnlinePage;
import io.mychat.gateway.spi.session.SeatRule;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.SessionOwner;
import io.mychat.gateway.spi.session.SessionStore;
import java.util.List;
import java.util.Optional;

/** Measures each operation of a {@link SessionStore}. Thread-safe. */
final class ObservedSessionStore implements SessionStore {

    private final SessionStore store;
    private final ObservedCall login;
    private final ObservedCall remove;
    private final ObservedCall removeDevices;
    private final ObservedCall isCurrent;
    private final ObservedCall sessionsOf;
    private final ObservedCall find;
    private final ObservedCall onlineUsers;
    private final ObservedCall online;

    ObservedSessionStore(SessionStore store, ObservedStore calls) {
        this.store = store;
        login = calls.operation("login");
        remove = calls.operation("remove");
        removeDevices = calls.operation("remove_devices");
        isCurrent = calls.operation("is_current");
        sessionsOf = calls.operation("sessions_of");
        find = calls.operation("find");
        onlineUsers = calls.operation("online_users");
        online = calls.operation("online");
    }

    /** The measure of logins. */
    ObservedCall login() {
        return login;
    }

    @Override
    public LoginOutcome login(Session candidate, SeatRule rule) {
        return login.get(() -> store.login(candidate, rule));
    }

    @Override
    public boolean remove(Session session) {
        return remove.get(() -> store.remove(session));
    }

    @Override
    public List<Session> removeDevices(String userId, DeviceSelector deviceSelector, LoginOutcome.Cause cause) {
        return removeDevices.get(() -> store.removeDevices(userId, deviceSelector, cause));
    }

    @Override
    public boolean isCurrent(Session session) {
        return isCurrent.get(() -> store.isCurrent(session));
    }

    @Override
    public List<Session> sessionsOf(String userId) {
        return sessionsOf.get(() -> store.sessionsOf(userId));
    }

    @Override
    public Optional<Session> find(String sessionId) {
        return find.get(() -> store.find(sessionId));
    }

    @Override
    public long onlineUsers() {
        return onlineUsers.get(store::onlineUsers);
    }

    @Override
    public OnlinePage online(int limit, Optional<String> cursor) {
        return online.get(() -> store.online(limit, cursor));
    }

    @Override
    public void attach(SessionOwner owner) {
        store.attach(owner);
    }

    @Override
    public boolean neverWaits() {
        return store.neverWaits();
    }
}
