package io.mychat.gateway.core.connection;

import io.mychat.gateway.core.buffer.BufferedBytes;
import io.mychat.gateway.core.protocol.ServerMessages;
import io.mychat.gateway.spi.auth.TokenClaims;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.event.GatewayListener;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.LoginOutcome;
import io.mychat.gateway.spi.session.OnlinePage;
import io.mychat.gateway.spi.session.Platform;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.SessionStore;
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
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * ConnectionManager of specification 3.2: the open connections of this node and the sessions bound to them. Thread-safe.
 *
 * <p>The {@link SessionStore} decides who is logged in. A connection is registered here from its opening to its end, so
 * that a login that displaces another one finds it in every state. When a connection ends before its login has been
 * decided, the login gives its seat back.
 */
public final class ConnectionManager {

    private final Map<String, ClientConnection> connections = new ConcurrentHashMap<>();
    private final ConnectionIndex local = new ConnectionIndex();
    private final Object noneOpen = new Object();
    private final SessionStore store;
    private final MultiPlatformAuthManager platforms;
    private final ServerMessages messages;
    private final GatewayListener events;
    private final Dependencies dependencies;
    private final SeatReleaser seatReleaser;
    private final SessionTerminator terminator;
    private final AccountSessions accounts;
    private final NewLoginNotifier newLogins;

    /**
     * What the manager needs besides the store, the platforms and the listeners.
     *
     * @param nodeId this gateway's name in the store
     * @param housekeeping runs what may block and belongs to no message: unbinding
     * @param others the rest of the cluster
     */
    public record Dependencies(
            String nodeId, ForClients clients, TimeSource time, Executor housekeeping, PeerNotifier others) {}

    /**
     * What every connection needs.
     *
     * @param limits the time-outs of a connection; asked when it is opened
     * @param buffers where connections count what is buffered for them
     */
    public record ForClients(
            ServerMessages messages, Supplier<TimeoutSettings> limits, BufferedBytes buffers, TimeSource time) {}

    public ConnectionManager(
            SessionStore store, MultiPlatformAuthManager platforms, GatewayListener events, Dependencies dependencies) {
        this.store = store;
        this.platforms = platforms;
        this.messages = dependencies.clients().messages();
        this.events = events;
        this.dependencies = dependencies;
        this.seatReleaser = new SeatReleaser(store, dependencies.housekeeping(), dependencies.time());
        this.terminator = new SessionTerminator(connections, local, store, events, dependencies);
        this.newLogins = new NewLoginNotifier(connections, messages, dependencies.nodeId(), dependencies.others());
        this.accounts = new AccountSessions(local, store, platforms, terminator, dependencies.time());
    }

    /**
     * Lets the store know this node; once, before the first connection.
     *
     * @param revoker revokes one access token; may block
     */
    public void attach(Consumer<TokenClaims> revoker) {
        terminator.revokeWith(revoker);
        store.attach(new LocalSessionOwner(this, platforms, dependencies.time()));
    }

    /**
     * Takes over a connection that has just been opened and starts its authentication timer. When that fails, nothing of it
     * stays here.
     */
    public ClientConnection open(String sessionId, String ip, Connection connection) {
        ClientConnection client = new ClientConnection(sessionId, ip, connection, dependencies.clients());
        connections.put(sessionId, client);
        try {
            events.onEvent(new GatewayEvent.ConnectionOpened(now(), sessionId, ip));
            client.watch();
        } catch (RuntimeException | Error e) { // thrown on; the transport closes the connection
            closed(client, CloseReason.INTERNAL_ERROR.code());
            throw e;
        }
        return client;
    }

    /** The transport says that a connection is over. Gives its seat back, later, on another thread. */
    public void closed(ClientConnection client, int code) {
        connections.remove(client.id(), client);
        Session session = client.closed();
        if (session != null) {
            local.remove(session.userId(), client);
            seatReleaser.later(session);
        }
        events.onEvent(
                new GatewayEvent.ConnectionClosed(now(), client.id(), client.ip(), Optional.ofNullable(session), code));
        if (connections.isEmpty()) {
            synchronized (noneOpen) {
                noneOpen.notifyAll();
            }
        }
    }

    /** Waits until no connection is open; false when that takes longer. */
    public boolean awaitNone(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        synchronized (noneOpen) {
            while (!connections.isEmpty()) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return false;
                }
                noneOpen.wait(left);
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

    /** How sessions are ended. */
    public SessionTerminator terminator() {
        return terminator;
    }

    /** What becomes of sessions when their users' accounts change. */
    public AccountSessions accounts() {
        return accounts;
    }

    /** This node's connections that are bound to the user. */
    public List<ClientConnection> connectionsOf(String userId) {
        return local.of(userId);
    }

    /**
     * Binds a user to a connection ({@code bind_user_to_session}): decides the login in the store, closes the sessions
     * that lost their seats, and tells the others where the platform says so. May block.
     *
     * @param token says who it is, and when the session ends unless it is extended
     * @param terms of the device's platform, which the user satisfies
     * @throws io.mychat.gateway.spi.StoreUnavailableException when the store cannot decide; nothing has been bound
     */
    public BindOutcome bind(ClientConnection client, TokenClaims token, DeviceKey device, LoginTerms terms) {
        if (client.isClosing() || client.session().isPresent()) {
            return new BindOutcome.Gone();
        }
        Session candidate =
                new Session(client.id(), token.account(), device, client.ip(), now(), 0, dependencies.nodeId());
        LoginOutcome outcome = store.login(candidate, terms.seats());
        if (!(outcome instanceof LoginOutcome.Admitted admitted)) {
            return new BindOutcome.NoFreeSeat();
        }
        // A login that was told 503 may still be under way on this connection: it must not close itself.
        admitted.displaced().stream()
                .filter(displaced -> !displaced.session().id().equals(client.id()))
                .forEach(terminator::displaced);
        return seat(client, admitted, terms.platform(), token);
    }

    private BindOutcome seat(
            ClientConnection client, LoginOutcome.Admitted admitted, Platform platform, TokenClaims token) {
        Session session = admitted.session();
        local.add(session.userId(), client);
        Duration tokenLife = Duration.between(now(), token.expiresAt());
        if (!client.bind(session, platform.sessionTimeout(), token, tokenLife)) {
            local.remove(session.userId(), client);
            seatReleaser.later(session);
            return new BindOutcome.Gone();
        }
        events.onEvent(new GatewayEvent.LoginSucceeded(now(), session));
        // A login that is repeated after a failure finds what it has done itself.
        boolean takeOver = admitted.displaced().stream()
                .anyMatch(displaced -> displaced.cause() == LoginOutcome.Cause.REPLACED
                        && !displaced.session().id().equals(session.id()));
        if (platform.notifyOnNewLogin() && !takeOver) {
            newLogins.notifyAll(session, admitted.others());
        }
        return new BindOutcome.Bound(session);
    }

    /** Another node has admitted a login of the user of these sessions. */
    public void newLoginElsewhere(Session login, Collection<String> sessionIds) {
        newLogins.notifyHere(login, sessionIds);
    }

    /** Tells the listeners that a client has shown a token which is refused. */
    public void tokenRefused(ClientConnection client, String error) {
        events.onEvent(new GatewayEvent.LoginFailed(now(), client.ip(), "", error));
    }

    /** Whether somebody is logged in on the connection ({@code is_session_authenticated}). */
    public boolean isSessionAuthenticated(String sessionId) {
        return connection(sessionId).flatMap(ClientConnection::session).isPresent();
    }

    /** Who is logged in on the connection ({@code get_user_by_session}). */
    public Optional<UserInfo> userBySession(String sessionId) {
        return connection(sessionId).flatMap(ClientConnection::session).map(Session::user);
    }

    /** Whether the store confirms the session at this moment. May block. */
    public boolean isCurrent(Session session) {
        return store.isCurrent(session);
    }

    /**
     * Pushes a message (4001) to this node's sessions of the user on the devices that match.
     *
     * @return how many outbound queues took it
     */
    public int pushHere(String userId, Predicate<DeviceKey> devices, String data) {
        List<ClientConnection> clients = local.of(userId);
        if (clients.isEmpty()) {
            return 0;
        }
        byte[] message = messages.pushed(userId, data);
        int delivered = 0;
        for (ClientConnection client : clients) {
            Session session = client.sessionOrNull();
            if (session != null && devices.test(session.device()) && client.send(message)) {
                delivered++;
            }
        }
        return delivered;
    }

    /** The user's sessions on all nodes, in login order. May block. */
    public List<Session> sessionsOf(String userId) {
        return store.sessionsOf(userId);
    }

    /** A part of the list of users who are online on any node. May block. */
    public OnlinePage online(int limit, Optional<String> cursor) {
        return store.online(limit, cursor);
    }

    /** How many users are online on any node. May block. */
    public long onlineCount() {
        return store.onlineUsers();
    }

    /** Tells every client that this node leaves, with a moment to come back that is drawn evenly from the period. */
    public void announceDraining(Duration period, RandomGenerator random) {
        long millis = Math.max(1, period.toMillis());
        for (ClientConnection client : connections.values()) {
            Duration after = Duration.ofMillis(random.nextLong(millis));
            client.send(messages.draining(client.sessionOrNull(), after));
        }
    }

    private Instant now() {
        return dependencies.time().now();
    }
}
