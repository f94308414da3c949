package io.mychat.gateway.spi.session;

import java.util.List;

/**
 * The outcome of {@link SessionStore#login}.
 *
 * @since 0.1.0
 */
public sealed interface LoginOutcome {

    /**
     * The session has a seat.
     *
     * @param session the session with its login sequence
     * @param displaced sessions that have lost their seats to it; they are no longer in the store
     * @param others the user's other sessions, which remain, in login order
     */
    record Admitted(Session session, List<Displaced> displaced, List<Session> others) implements LoginOutcome {}

    /** All seats are taken, and the rule keeps the older logins. */
    record NoFreeSeat() implements LoginOutcome {}

    /** A session that lost its seat. */
    record Displaced(Session session, Cause cause) {}

    /** The reasons for which a session loses its seat. */
    enum Cause {
        /** A newer connection of the same device took over; close code 4411. */
        REPLACED,
        /** Another device took the seat, or an administrator ended the session; close code 4410. */
        KICKED,
        /** The tokens of the session were revoked; close code 4401. Never caused by a login. */
        REVOKED,
        /**
         * The session was removed from the store by hand, not by a gateway; close code 4401. Its tokens stay valid.
         */
        REMOVED
    }
}
