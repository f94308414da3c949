package io.mychat.gateway.core.connection;

import io.mychat.gateway.spi.session.AccountState;
import io.mychat.gateway.spi.session.DeviceSelector;
import io.mychat.gateway.spi.session.LoginOutcome;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.SessionStore;
import io.mychat.gateway.spi.time.TimeSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Applies changes of accounts to sessions. Methods with the suffix {@code Here} concern the connections of this node
 * and do not block; the others ask the store. Thread-safe.
 */
public final class AccountSessions {

    /** Carries an account's new state to other nodes. May block until they have answered. */
    @FunctionalInterface
    public interface PeerUpdate {

        /** Returns the nodes that have adopted the state. */
        Set<String> accountChanged(Set<String> nodes, AccountState account);
    }

    private final LocalConnections local;
    private final SessionStore store;
    private final MultiPlatformAuthManager platforms;
    private final SessionTerminator terminator;
    private final TimeSource time;

    AccountSessions(
            LocalConnections local,
            SessionStore store,
            MultiPlatformAuthManager platforms,
            SessionTerminator terminator,
            TimeSource time) {
        this.local = local;
        this.store = store;
        this.platforms = platforms;
        this.terminator = terminator;
        this.time = time;
    }

    /**
     * Closes this node's sessions of the user with 4401.
     *
     * @param spared sessions with this fingerprint continue; empty: none continues
     * @return the number of closed sessions
     */
    public int endHere(String userId, String spared) {
        int ended = 0;
        for (ClientConnection client : local.of(userId)) {
            Session session = client.sessionOrNull();
            if (session != null && !isSpared(session, spared)) {
                ended += end(client, session);
            }
        }
        return ended;
    }

    /**
     * Updates name and roles in this node's sessions of the user. A session closes with 4401 when its platform requires
     * a role that the user no longer has.
     *
     * @return the number of closed sessions
     */
    public int changeHere(AccountState account) {
        int ended = 0;
        for (ClientConnection client : local.of(account.userId())) {
            Session session = client.sessionOrNull();
            if (session == null) {
                continue;
            }
            if (platforms.mayStay(account.user(), session.device().platform())) {
                client.accountChanged(account, time.now());
            } else {
                ended += end(client, session);
            }
        }
        return ended;
    }

    private int end(ClientConnection client, Session session) {
        boolean isOpen = !client.isClosing();
        return terminator.lostHere(session.id(), session.loginSeq(), DisconnectReason.REVOKED) && isOpen ? 1 : 0;
    }

    /**
     * Takes the seats of the user's sessions and closes them with 4401, on whichever node they are.
     *
     * @param spared see {@link #endHere}
     * @return how many of them were on other nodes
     */
    public int endEverywhere(String userId, String spared) {
        List<Session> ended = spared.isEmpty()
                ? store.removeDevices(userId, DeviceSelector.all(), LoginOutcome.Cause.REVOKED)
                : store.sessionsOf(userId).stream()
                        .filter(session -> !isSpared(session, spared))
                        .filter(store::remove)
                        .toList();
        ended.forEach(session -> terminator.lost(session, DisconnectReason.REVOKED));
        return (int) ended.stream().filter(terminator::isElsewhere).count();
    }

    /**
     * As {@link #changeHere}, for the sessions of other nodes. A session whose node does not confirm the change closes
     * with 4401, because it could keep lost roles otherwise.
     *
     * @return the number of ended sessions
     */
    public int changeElsewhere(AccountState account, PeerUpdate peers) {
        List<Session> sessions = store.sessionsOf(account.userId()).stream()
                .filter(terminator::isElsewhere)
                .toList();
        int ended = endAll(sessions.stream().filter(session -> !mayStay(account, session)));
        List<Session> remaining =
                sessions.stream().filter(session -> mayStay(account, session)).toList();
        Set<String> nodes = remaining.stream().map(Session::nodeId).collect(Collectors.toSet());
        Set<String> adopted = nodes.isEmpty() ? Set.of() : peers.accountChanged(nodes, account);
        return ended + endAll(remaining.stream().filter(session -> !adopted.contains(session.nodeId())));
    }

    /** Ends the sessions that still hold their seats; returns their number. */
    private int endAll(Stream<Session> sessions) {
        List<Session> ended = sessions.filter(store::remove).toList();
        ended.forEach(session -> terminator.lost(session, DisconnectReason.REVOKED));
        return ended.size();
    }

    private boolean mayStay(AccountState account, Session session) {
        return platforms.mayStay(account.user(), session.device().platform());
    }

    private static boolean isSpared(Session session, String fingerprint) {
        return !fingerprint.isEmpty() && session.account().fingerprint().equals(fingerprint);
    }
}
