package io.mychat.gateway.spi.login;

import io.mychat.gateway.spi.chat.InboxPage;
import io.mychat.gateway.spi.session.LoginOutcome;

/**
 * The answer of a {@link LoginStore}.
 *
 * @since 0.1.0
 */
public sealed interface LoginAnswer {

    /** A token is revoked. */
    record Revoked() implements LoginAnswer {}

    /** All seats are taken, and the rule keeps the older logins. */
    record NoFreeSeat() implements LoginAnswer {}

    /**
     * The session has a seat.
     *
     * @param inbox the bounds of its user's inbox, without entries
     */
    record Admitted(LoginOutcome.Admitted seat, InboxPage inbox) implements LoginAnswer {}
}
