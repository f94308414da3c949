package io.mychat.gateway.spi.session;

import java.util.Collection;

/**
 * The gateway as its {@link SessionStore} sees it: it lists its sessions and is notified of their loss. Thread-safe;
 * does not block.
 *
 * @since 0.1.0
 */
public interface SessionOwner {

    /** The sessions that are bound on this node at this moment. */
    Collection<OwnSession> ownSessions();

    /** The rule for a session that the store has lost and restores. */
    SeatRule seatRule(Session session);

    /**
     * The session has lost its seat or could not be restored, so its connection has to end. The session may belong to
     * another node ({@link Session#nodeId()}) when a restored session of this node has displaced it; that node is then
     * notified.
     */
    void onLost(Session session, LoginOutcome.Cause cause);
}
