package io.mychat.gateway.core.connection;

import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.event.GatewayListener;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.LoginOutcome;
import io.mychat.gateway.spi.session.Platform;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.SessionStore;
import io.mychat.gateway.spi.session.Sessions;
import io.mychat.gateway.spi.session.UserInfo;
import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.CloseReason;
import io.mychat.gateway.spi.transport.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * ConnectionManager of specification 3.2: the open connections of this node, who is bound to them, and what can be done
 * with everybody's sessions. Thread-safe.
 *
 * <p>Who is logged in is the {@link SessionStore}'s to say. A connection is known here from its opening to its end, so
 * that a login which displaces another finds it in every state; a login that is decided for a connection which has
 * ended meanwhile gives its seat back.
 */
public final class ConnectionManager implements Sessions {

    private static final Logger log = LoggerFactory.getLogger(ConnectionManager.class);

    private final Map<String, ClientConnection> connections = new ConcurrentHashMap<>();
    private final LocalSessions local = new LocalSessions();
    private final Object none = new Object();
    private final SessionStore store;
    private final MultiPlatformAuthManager platforms;
    private final Notices notices;
    private final GatewayListener events;
    private final Surroundings surroundings;

    /**
     * What the manager lives in.
     *
     * @param nodeId this gateway's name in the store
     * @param limits the time-outs of a connection; asked when it is opened
     * @param housekeeping runs what may block and belongs to no message: unbinding
     */
    public record Surroundings(String nodeId, Supplier<TimeLimits> limits, TimeSource time, Executor housekeeping) {}

    public ConnectionManager(
            SessionStore store,
            MultiPlatformAuthManager platforms,
            Notices notices,
            GatewayListener events,
            Surroundings surroundings) {
        this.store = store;
        this.platforms = platforms;
        this.notices = notices;
        this.events = events;
        this.surroundings = surroundings;
    }

    /** Takes over a connection that has just been opened and starts its authentication timer. */
    public ClientConnection open(String sessionId, String ip, Connection connection) {
        ClientConnection client = new ClientConnection(
                sessionId, ip, connection, notices, surroundings.limits().get(), surroundings.time());
        connections.put(sessionId, client);
        events.onEvent(new GatewayEvent.ConnectionOpened(now(), sessionId, ip));
        client.watch();
        return client;
    }

    /** The transport says that a connection is over. Gives its seat back, later, on another thread. */
    public void closed(ClientConnection client, int code) {
        connections.remove(client.id(), client);
        Session session = client.closed();
        if (session != null) {
            local.remove(session.userId(), client);
            unbindLater(session);
        }
        events.onEvent(
                new GatewayEvent.ConnectionClosed(now(), client.id(), client.ip(), Optional.ofNullable(session), code));
        if (connections.isEmpty()) {
            synchronized (none) {
                none.notifyAll();
            }
        }
    }

    /** Waits until no connection is open; false when that takes longer. */
    public boolean awaitNone(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        synchronized (none) {
            while (!connections.isEmpty()) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return false;
                }
                none.wait(left);
            }
            return true;
        }
    }

    /** The open connection with this session id, bound or not. */
    public Optional<ClientConnection> connection(String sessionId) {
        return Optional.ofNullable(connections.get(sessionId));
    }

    /** All open connections of this node; a live view. */
    public Collection<ClientConnection> connections() {
        return Collections.unmodifiableCollection(connections.values());
    }

    /** This node's connections that are bound to the user. */
    public List<ClientConnection> connectionsOf(String userId) {
        return local.of(userId);
    }

    /**
     * Binds a user to a connection ({@code bind_user_to_session}): decides the login in the store, closes the sessions
     * that lost their seats, and tells the others where the platform says so. May block.
     *
     * @param tokenEnds when the session ends unless it is extended
     * @throws io.mychat.gateway.spi.StoreUnavailableException when the store cannot decide; nothing has been bound
     */
    public BindOutcome bind(ClientConnection client, UserInfo user, DeviceKey device, Instant tokenEnds) {
        Optional<MultiPlatformAuthManager.Terms> terms = platforms.terms(device.platform());
        if (terms.isEmpty()) {
            return new BindOutcome.UnknownPlatform();
        }
        Platform platform = terms.get().platform();
        if (!platforms.mayLogIn(user, platform)) {
            return new BindOutcome.RoleMissing();
        }
        if (client.isClosing() || client.session().isPresent()) {
            return new BindOutcome.Gone();
        }
        Session candidate = new Session(client.id(), user, device, client.ip(), now(), 0, surroundings.nodeId());
        LoginOutcome outcome = store.login(candidate, terms.get().seats());
        if (!(outcome instanceof LoginOutcome.Admitted admitted)) {
            return new BindOutcome.NoFreeSeat();
        }
        // A login that was told 503 may still be under way on this connection: it must not close itself.
        admitted.displaced().stream()
                .filter(displaced -> !displaced.session().id().equals(client.id()))
                .forEach(this::displace);
        return seat(client, admitted, platform, tokenEnds);
    }

    private BindOutcome seat(
            ClientConnection client, LoginOutcome.Admitted admitted, Platform platform, Instant tokenEnds) {
        Session session = admitted.session();
        local.add(session.userId(), client);
        if (!client.bind(session, platform.sessionTimeout(), Duration.between(now(), tokenEnds))) {
            local.remove(session.userId(), client);
            unbindLater(session);
            return new BindOutcome.Gone();
        }
        events.onEvent(new GatewayEvent.LoginSucceeded(now(), session));
        boolean takeOver =
                admitted.displaced().stream().anyMatch(displaced -> displaced.cause() == LoginOutcome.Cause.REPLACED);
        if (platform.notifyOnNewLogin() && !takeOver) {
            byte[] notice = notices.newLogin(session);
            admitted.others().forEach(other -> connection(other.id()).ifPresent(it -> it.send(notice)));
        }
        return new BindOutcome.Bound(session);
    }

    private void displace(LoginOutcome.Displaced displaced) {
        boolean replaced = displaced.cause() == LoginOutcome.Cause.REPLACED;
        lost(
                displaced.session(),
                replaced ? CloseReason.REPLACED : CloseReason.KICKED,
                replaced ? "replaced" : "kicked");
    }

    /** Closes the connection of a session that the store has already removed. */
    private void lost(Session session, CloseReason reason, String notice) {
        events.onEvent(new GatewayEvent.SessionDisplaced(now(), session, notice));
        connection(session.id()).ifPresent(client -> client.close(reason, notice));
    }

    /** Lets the listeners know that a connection has shown a token that is not valid. */
    public void tokenRefused(String sessionId, String error) {
        connection(sessionId)
                .ifPresent(client -> events.onEvent(new GatewayEvent.LoginFailed(now(), client.ip(), "", error)));
    }

    /** Whether somebody is logged in on the connection ({@code is_session_authenticated}). */
    public boolean isSessionAuthenticated(String sessionId) {
        return connection(sessionId).flatMap(ClientConnection::session).isPresent();
    }

    /** Who is logged in on the connection ({@code get_user_by_session}). */
    public Optional<UserInfo> userBySession(String sessionId) {
        return connection(sessionId).flatMap(ClientConnection::session).map(Session::user);
    }

    /**
     * Ends a session of this node ({@code unbind_session}): its connection closes with 4401, and its seat is given back
     * when that is done.
     *
     * @param notice the reason that the client is told
     */
    public void end(Session session, String notice) {
        connection(session.id()).ifPresent(client -> client.close(CloseReason.UNAUTHORIZED, notice));
    }

    /** As {@link #end(Session, String)}, for whatever session of this node the device has. */
    public void endDevice(String userId, DeviceKey device, String notice) {
        for (ClientConnection client : local.of(userId)) {
            Session session = client.sessionOrNull();
            if (session != null && session.device().equals(device)) {
                end(session, notice);
            }
        }
    }

    /** Whether the store confirms the session at this moment. May block. */
    public boolean isCurrent(Session session) {
        return store.isCurrent(session);
    }

    @Override
    public int pushToUser(String userId, String data) {
        return push(userId, data, device -> true);
    }

    @Override
    public int pushToDevice(String userId, DeviceKey device, String data) {
        return push(userId, data, device::equals);
    }

    private int push(String userId, String data, Predicate<DeviceKey> devices) {
        List<ClientConnection> clients = local.of(userId);
        if (clients.isEmpty()) {
            return 0;
        }
        byte[] message = notices.pushed(userId, data);
        int delivered = 0;
        for (ClientConnection client : clients) {
            Session session = client.sessionOrNull();
            if (session != null && devices.test(session.device()) && client.send(message)) {
                delivered++;
            }
        }
        return delivered;
    }

    @Override
    public List<Session> sessionsOf(String userId) {
        return store.sessionsOf(userId);
    }

    @Override
    public int kick(String userId, DeviceKey device) {
        return kick(userId, device::equals, "kicked");
    }

    /**
     * Takes away the seats of all matching devices and closes their connections with 4410.
     *
     * @param notice the reason that the clients are told
     */
    public int kick(String userId, Predicate<DeviceKey> devices, String notice) {
        List<Session> kicked = store.removeDevices(userId, devices);
        kicked.forEach(session -> lost(session, CloseReason.KICKED, notice));
        return kicked.size();
    }

    /** As {@link #kick(String, DeviceKey)}, soon and on another thread. */
    public void kickLater(String userId, DeviceKey device) {
        surroundings.housekeeping().execute(() -> kick(userId, device));
    }

    @Override
    public long onlineCount() {
        return store.onlineUsers();
    }

    /** Tells every client that this node leaves, with a moment to come back that is drawn evenly from the period. */
    public void announceDraining(Duration period, RandomGenerator random) {
        long millis = Math.max(1, period.toMillis());
        for (ClientConnection client : connections.values()) {
            Duration after = Duration.ofMillis(random.nextLong(millis));
            client.send(notices.draining(client.sessionOrNull(), after));
        }
    }

    private void unbindLater(Session session) {
        try {
            surroundings.housekeeping().execute(() -> unbindNow(session));
        } catch (RejectedExecutionException e) {
            unbindNow(session);
        }
    }

    private void unbindNow(Session session) {
        try {
            store.remove(session);
        } catch (RuntimeException e) {
            log.warn("Session {} could not be removed from the store; it expires there", session.id(), e);
        }
    }

    private Instant now() {
        return surroundings.time().now();
    }
}
