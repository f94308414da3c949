package io.mychat.gateway.spi.session;

import java.util.List;

/** How a login was decided. */
public sealed interface LoginOutcome {

    /**
     * The session has a seat.
     *
     * @param session with its login sequence
     * @param displaced sessions that have lost their seats to it; no longer in the store
     * @param others the user's other sessions that remain
     */
    record Admitted(Session session, List<Displaced> displaced, List<Session> others) implements LoginOutcome {}

    /** No seat, and the rule says that nobody makes room. */
    record NoFreeSeat() implements LoginOutcome {}

    /** A session that lost its seat. */
    record Displaced(Session session, Cause cause) {}

    /** How a session lost its seat. */
    enum Cause {
        /** A newer connection of the same device: close code 4411. */
        REPLACED,
        /** Another device, or somebody else's decision: close code 4410. */
        KICKED,
        /** Its tokens have been revoked: close code 4401. No login does that. */
        REVOKED,
        /**
         * Somebody other than a gateway took it out of the store: close code 4401. Its tokens stay valid. No gateway decides
         * that.
         */
        REMOVED
    }
}
