package io.mychat.gateway.spi.session;

import java.util.Collection;

/**
 * The gateway, as its {@link SessionStore} sees it: which sessions it holds, and where it is told that one is over. Safe
 * for use by many threads; does not block.
 */
public interface SessionOwner {

    /** The sessions that are bound on this node at this moment. */
    Collection<OwnSession> ownSessions();

    /** The rule of a session that the store has lost and puts back. */
    SeatRule seatRule(Session session);

    /**
     * The session has lost its seat, or could not be put back: its connection ends. It may be another node's ({@link
     * Session#nodeId()}), when it has lost to a session that was put back here: then that node is told.
     */
    void onLost(Session session, LoginOutcome.Cause cause);
}
