package io.mychat.gateway.core.connection;

import io.mychat.gateway.spi.session.Session;

/** The outcome of binding a user to a connection. */
public sealed interface BindOutcome {

    record Bound(Session session) implements BindOutcome {}

    /** All seats are taken, and the policy keeps the older logins. */
    record NoFreeSeat() implements BindOutcome {}

    /** The connection has ended, or another login on it was faster. */
    record Gone() implements BindOutcome {}
}
