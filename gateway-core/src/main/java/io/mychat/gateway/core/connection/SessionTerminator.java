package io.mychat.gateway.core.connection;

import io.mychat.gateway.core.threads.BackgroundRetry;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.auth.TokenClaims;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.event.GatewayListener;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.DeviceSelector;
import io.mychat.gateway.spi.session.LoginOutcome;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.SessionStore;
import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.CloseReason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends sessions on any node: sessions that have lost their seats, that are kicked, or whose tokens are revoked.
 * Thread-safe.
 */
public final class SessionTerminator {

    private static final Logger log = LoggerFactory.getLogger(SessionTerminator.class);

    private final LocalConnections local;
    private final SessionStore store;
    private final ClusterPeers peers;
    private final TimeSource time;
    private final GatewayListener events;
    private final Consumer<TokenClaims> revoker;
    private final BackgroundRetry backgroundRetry;

    SessionTerminator(
            LocalConnections local,
            SessionStore store,
            ClusterPeers peers,
            TimeSource time,
            ConnectionManager.Dependencies dependencies) {
        this.local = local;
        this.store = store;
        this.peers = peers;
        this.time = time;
        this.events = dependencies.events();
        this.revoker = dependencies.revoker();
        this.backgroundRetry = dependencies.retry();
    }

    /** A login, or the putting back of a session, has taken this one's seat. */
    void displaced(LoginOutcome.Displaced displaced) {
        lost(displaced.session(), DisconnectReason.of(displaced.cause()));
    }

    /** Ends a session that the store has already removed, on whichever node it is. */
    void lost(Session session, DisconnectReason disconnectReason) {
        events.onEvent(new GatewayEvent.SessionDisplaced(time.now(), session, disconnectReason.notice()));
        if (!lostHere(session.id(), session.loginSeq(), disconnectReason) && isElsewhere(session)) {
            peers.notifier().lost(session, disconnectReason);
        }
    }

    /**
     * Closes the connection of a session that is no longer valid.
     *
     * @param loginSeq the session's: a later login under the same id stays
     * @return whether this node has the connection
     */
    public boolean lostHere(String sessionId, long loginSeq, DisconnectReason disconnectReason) {
        ClientConnection client = local.get(sessionId);
        if (client == null) {
            return false;
        }
        Session bound = client.sessionOrNull();
        if (bound == null || bound.loginSeq() <= loginSeq) {
            if (disconnectReason.isLogout()) {
                client.loggedOut();
            }
            client.close(disconnectReason.reason(), disconnectReason.notice());
            if (disconnectReason.tokens()) {
                client.foreignTokens().forEach(token -> backgroundRetry.soon(() -> revoker.accept(token)));
            }
        }
        return true;
    }

    boolean isElsewhere(Session session) {
        return peers.isElsewhere(session);
    }

    /**
     * Ends a session of this node ({@code unbind_session}) whose tokens have been revoked: its connection closes with
     * 4401, and its seat is given back when that is done.
     */
    public void end(Session session) {
        ClientConnection client = local.get(session.id());
        if (client != null) {
            client.close(DisconnectReason.REVOKED.reason(), DisconnectReason.REVOKED.notice());
        }
    }

    /** See {@link io.mychat.gateway.spi.session.Sessions#end}. May block. */
    public boolean unbind(String sessionId) {
        ClientConnection client = local.get(sessionId);
        if (client != null) {
            Session bound = client.sessionOrNull();
            if (bound != null) {
                lostHere(sessionId, bound.loginSeq(), DisconnectReason.REMOVED);
            }
            return bound != null;
        }
        Optional<Session> elsewhere = store.find(sessionId).filter(store::remove);
        elsewhere.ifPresent(session -> lost(session, DisconnectReason.REMOVED));
        return elsewhere.isPresent();
    }

    /** As {@link #end}, because the user has logged out. */
    public void logOut(Session session) {
        ClientConnection client = local.get(session.id());
        if (client != null) {
            client.loggedOut();
        }
        end(session);
    }

    /**
     * Takes away the device's seat because its tokens have been revoked, and closes its connection with 4401, on
     * whichever node it is. May block. This node's connection closes also when the store cannot be reached.
     */
    public void endDevice(String userId, DeviceKey device) {
        endDevice(userId, device, DisconnectReason.REVOKED);
    }

    /** As {@link #endDevice}, because the user has logged out. */
    public void logOutDevice(String userId, DeviceKey device) {
        endDevice(userId, device, DisconnectReason.LOGGED_OUT);
    }

    private void endDevice(String userId, DeviceKey device, DisconnectReason reason) {
        revokeForeign(userId, DeviceSelector.of(device));
        for (ClientConnection client : local.of(userId)) {
            Session session = client.sessionOrNull();
            if (session != null && session.device().equals(device)) {
                if (reason.isLogout()) {
                    client.loggedOut();
                }
                end(session);
            }
        }
        store.removeDevices(userId, DeviceSelector.of(device), LoginOutcome.Cause.REVOKED)
                .forEach(session -> lost(session, reason));
    }

    /**
     * Ends a device's sessions like {@link #endDevice}, for callers that cannot repeat the call: while the store is
     * unavailable, the operation is repeated in the background for some minutes. Later logins stay.
     */
    public void endDeviceSurely(String userId, DeviceKey device) {
        Instant asked = time.now();
        try {
            endDevice(userId, device);
        } catch (StoreUnavailableException e) {
            log.debug("The sessions of a device are ended later", e);
            backgroundRetry.later(() -> store.sessionsOf(userId).stream()
                    .filter(session -> session.device().equals(device))
                    .filter(session -> !session.loginAt().isAfter(asked))
                    .filter(store::remove)
                    .forEach(session -> lost(session, DisconnectReason.REVOKED)));
        }
    }

    /** Ends this node's sessions that live on exactly this token of another issuer, which has been revoked. */
    public void endThoseOn(TokenClaims token) {
        for (ClientConnection client : local.of(token.user().userId())) {
            Session session = client.sessionOrNull();
            if (session != null && client.foreignTokens().contains(token)) {
                end(session);
            }
        }
    }

    private void revokeForeign(String userId, DeviceSelector deviceSelector) {
        for (ClientConnection client : local.of(userId)) {
            Session session = client.sessionOrNull();
            if (session != null && deviceSelector.contains(session.device())) {
                client.foreignTokens().forEach(token -> backgroundRetry.now(() -> revoker.accept(token)));
            }
        }
    }

    /**
     * Removes the seats of these devices and closes their connections with 4410, on all nodes. May block.
     *
     * @param disconnectReason the reason that the clients get, and whether their tokens have been revoked
     * @return the number of sessions that lost their seats
     */
    public int kick(String userId, DeviceSelector deviceSelector, DisconnectReason disconnectReason) {
        if (disconnectReason.tokens()) {
            revokeForeign(userId, deviceSelector);
        }
        List<Session> kicked = store.removeDevices(userId, deviceSelector, LoginOutcome.Cause.KICKED);
        kicked.forEach(session -> lost(session, disconnectReason));
        return kicked.size();
    }

    /**
     * Closes this node's connection of the session with 4410, regardless of the store. Another thread then removes the
     * seat of this session, and of no later one, and repeats it while the store is unavailable. The session's tokens
     * have been revoked.
     */
    public void kickHere(Session session) {
        lost(session, DisconnectReason.KICKED);
        backgroundRetry.soon(() -> store.remove(session));
    }

    /**
     * Ends the session like {@link #end}, if its tokens have been revoked. While the store is unavailable, the check is
     * repeated in the background for some minutes; then the connection closes with 1013, and the client has to
     * reconnect. The first check may block. It runs on the caller's thread, so that there are never more checks than
     * handlers.
     *
     * @param revoked checks the tokens; may block
     */
    public void endIf(Session session, BooleanSupplier revoked) {
        backgroundRetry.now(
                () -> {
                    if (local.get(session.id()) != null && revoked.getAsBoolean()) {
                        end(session);
                    }
                },
                () -> {
                    ClientConnection client = local.get(session.id());
                    if (client != null) {
                        client.close(CloseReason.OVERLOAD);
                    }
                });
    }
}
