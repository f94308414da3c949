package io.mychat.gateway.core.connection;

import io.mychat.gateway.core.codec.ServerMessage;
import io.mychat.gateway.core.threads.BackgroundRetry;
import io.mychat.gateway.core.tracelog.TraceDraft;
import io.mychat.gateway.core.tracelog.TraceRecorder;
import io.mychat.gateway.core.tracelog.TraceStep;
import io.mychat.gateway.spi.auth.TokenClaims;
import io.mychat.gateway.spi.codec.MessageCodec;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.event.GatewayListener;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.LoginOutcome;
import io.mychat.gateway.spi.session.OnlinePage;
import io.mychat.gateway.spi.session.Platform;
import io.mychat.gateway.spi.session.SeatRule;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.SessionStore;
import io.mychat.gateway.spi.transport.CloseReason;
import io.mychat.gateway.spi.transport.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * ConnectionManager of specification 3.2: the open connections of this node and the sessions bound to them.
 * Thread-safe.
 *
 * <p>The {@link SessionStore} decides who is logged in. A connection is registered here from its opening to its end, so
 * that a login that displaces another one finds it in every state. When a connection ends before its login has been
 * decided, the login gives its seat back.
 */
public final class ConnectionManager {

    private final LocalConnections local = new LocalConnections();
    private final HostedConnections hosted = new HostedConnections();
    private final SessionStore store;
    private final ClientServices services;
    private final ClusterPeers peers;
    private final GatewayListener events;
    private final TraceRecorder traces;
    private final SeatReleaser seatReleaser;
    private final SessionTerminator terminator;
    private final AccountSessions accounts;
    private final NewLoginNotifier newLogins;
    private final SessionLookup lookup;

    /**
     * The dependencies of a {@link ConnectionManager}.
     *
     * @param events receives connections, logins and displaced sessions
     * @param housekeeping runs blocking work that belongs to no message, such as the release of seats
     * @param retry repeats operations of a store that is unavailable
     * @param revoker revokes one access token; may block
     * @param traces records pushes to users who are traced
     */
    public record Dependencies(
            GatewayListener events,
            Executor housekeeping,
            BackgroundRetry retry,
            Consumer<TokenClaims> revoker,
            TraceRecorder traces) {}

    /** Decides a login as {@link SessionStore#login} does. */
    @FunctionalInterface
    public interface SeatDecision {

        LoginOutcome login(Session candidate, SeatRule rule);
    }

    /** Lets the store know this node. */
    public ConnectionManager(
            SessionStore store,
            MultiPlatformAuthManager platforms,
            ClientServices services,
            ClusterPeers peers,
            Dependencies dependencies) {
        this.store = store;
        this.services = services;
        this.peers = peers;
        this.events = dependencies.events();
        this.traces = dependencies.traces();
        this.seatReleaser = new SeatReleaser(store, dependencies.housekeeping(), services.time());
        this.terminator = new SessionTerminator(local, store, peers, services.time(), dependencies);
        this.newLogins = new NewLoginNotifier(local, services.messages(), peers);
        this.accounts = new AccountSessions(local, store, platforms, terminator, services.time());
        this.lookup = new SessionLookup(local, store, services.time());
        store.attach(new LocalSessionOwner(local, terminator, platforms, services.time()));
    }

    /**
     * Registers a new connection and starts its authentication timer. After a failure, the connection is not
     * registered.
     *
     * @param codec the codec that the client has chosen
     */
    public ClientConnection open(String sessionId, String ip, Connection connection, MessageCodec codec) {
        ClientConnection client = new ClientConnection(sessionId, ip, connection, codec, services);
        local.add(client);
        try {
            events.onEvent(new GatewayEvent.ConnectionOpened(now(), sessionId, ip));
            client.watch();
        } catch (RuntimeException | Error e) { // thrown on; the transport closes the connection
            closed(client, CloseReason.INTERNAL_ERROR.code());
            throw e;
        }
        return client;
    }

    /** The transport reports the end of a connection. Its seat is released later, on another thread. */
    public void closed(ClientConnection client, int code) {
        local.remove(client);
        Session session = client.closed();
        if (session != null) {
            local.unbind(client);
            seatReleaser.later(session);
        }
        events.onEvent(new GatewayEvent.ConnectionClosed(
                now(),
                client.id(),
                client.ip(),
                Optional.ofNullable(session),
                code,
                client.closeNotice(),
                client.closeCause(code)));
        local.notifyIfNone();
    }

    /** Waits until no connection is open; false when that takes longer. */
    public boolean awaitNone(Duration atMost) throws InterruptedException {
        return local.awaitNone(atMost);
    }

    /** The open connection with this session id, with its session if it is bound. */
    public Optional<ClientConnection> connection(String sessionId) {
        return Optional.ofNullable(local.get(sessionId));
    }

    /** All open connections of this node; a live view. */
    public Collection<ClientConnection> connections() {
        return local.all();
    }

    /** Ends sessions, on whichever node they are. */
    public SessionTerminator terminator() {
        return terminator;
    }

    /** The host application's own connections on this node's port. */
    public HostedConnections hosted() {
        return hosted;
    }

    /** Changes or ends sessions when their users' accounts change. */
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
     * @param terms the terms of the device's platform, which the user satisfies
     * @throws io.mychat.gateway.spi.StoreUnavailableException when the store cannot decide; nothing has been bound
     */
    public BindOutcome bind(ClientConnection client, TokenClaims token, DeviceKey device, LoginTerms terms) {
        return bind(client, token, device, terms, store::login);
    }

    /** As {@link #bind(ClientConnection, TokenClaims, DeviceKey, LoginTerms)}, with another one who decides. */
    public BindOutcome bind(
            ClientConnection client, TokenClaims token, DeviceKey device, LoginTerms terms, SeatDecision decision) {
        if (client.isClosing() || client.session().isPresent()) {
            return new BindOutcome.Gone();
        }
        Session candidate = new Session(client.id(), token.account(), device, client.ip(), now(), 0, peers.nodeId());
        long asked = services.time().nanoTime();
        LoginOutcome outcome = decision.login(candidate, terms.seats());
        if (!(outcome instanceof LoginOutcome.Admitted admitted)) {
            return new BindOutcome.NoFreeSeat();
        }
        client.confirmed(asked);
        // A login that got 503 may still be in progress on this connection: it must not close itself.
        for (LoginOutcome.Displaced displaced : admitted.displaced()) {
            if (!displaced.session().id().equals(client.id())) {
                terminator.displaced(displaced);
            }
        }
        return seat(client, admitted, terms.platform(), token);
    }

    private BindOutcome seat(
            ClientConnection client, LoginOutcome.Admitted admitted, Platform platform, TokenClaims token) {
        Session session = admitted.session();
        Duration tokenLife = Duration.between(now(), token.expiresAt());
        if (!client.bind(session, platform.sessionTimeout(), token, tokenLife)) {
            seatReleaser.later(session);
            return new BindOutcome.Gone();
        }
        local.bind(client);
        if (client.isClosing()) {
            local.unbind(client); // its end may have been reported before
        }
        events.onEvent(new GatewayEvent.LoginSucceeded(now(), session));
        // A login that is repeated after a failure finds what it has done itself.
        if (platform.notifyOnNewLogin() && !admitted.others().isEmpty() && !isTakeOver(admitted)) {
            newLogins.notifyAll(session, admitted.others());
        }
        return new BindOutcome.Bound(session);
    }

    private static boolean isTakeOver(LoginOutcome.Admitted admitted) {
        for (LoginOutcome.Displaced displaced : admitted.displaced()) {
            if (displaced.cause() == LoginOutcome.Cause.REPLACED
                    && !displaced.session().id().equals(admitted.session().id())) {
                return true;
            }
        }
        return false;
    }

    /** Another node has admitted a login of the user of these sessions. */
    public void newLoginElsewhere(Session login, Collection<String> sessionIds) {
        newLogins.notifyHere(login, sessionIds);
    }

    /** Tells the listeners that a client has shown a token which is refused. */
    public void tokenRefused(ClientConnection client, String error) {
        events.onEvent(new GatewayEvent.LoginFailed(now(), client.ip(), "", error));
    }

    /** Who is logged in on a session, see {@link SessionLookup}. */
    public SessionLookup lookup() {
        return lookup;
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
        ServerMessage message = services.messages().pushed(userId, data);
        int delivered = 0;
        for (ClientConnection client : clients) {
            Session session = client.sessionOrNull();
            if (session != null && devices.test(session.device()) && client.send(message)) {
                delivered++;
                TraceDraft draft = traces.ofCommand(userId);
                if (draft != null) {
                    draft.session(session).record(TraceStep.PUSHED);
                }
            }
        }
        return delivered;
    }

    /** The user's sessions on all nodes, in login order. May block. */
    public List<Session> sessionsOf(String userId) {
        return store.sessionsOf(userId);
    }

    /** A page of the users who are online on any node. May block. */
    public OnlinePage online(int limit, Optional<String> cursor) {
        return store.online(limit, cursor);
    }

    /** The number of online users on all nodes. May block. */
    public long onlineCount() {
        return store.onlineUsers();
    }

    private Instant now() {
        return services.time().now();
    }
}
