package io.mychat.gateway.spi.message;

import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.Sessions;
import java.time.Instant;
import java.util.Optional;

/**
 * The context of a message for its handler. Valid until the handler has replied. Thread-safe.
 *
 * @since 0.1.0
 */
public interface MessageContext {

    /** The session that sent the message; empty only for a {@link Sensitivity#PUBLIC} command before the login. */
    Optional<Session> session();

    /** The sessions of all users: push, list, kick. */
    Sessions sessions();

    /** The time by which the handler has to reply; after it the client gets 503. */
    Instant deadline();

    /**
     * Runs {@code action} after the reply has been queued for the client and before the session's next message starts.
     * The action does not run when the reply is too late. An exception of the action is logged.
     */
    default void afterReply(Runnable action) {
        afterReply(action, () -> {});
    }

    /**
     * As {@link #afterReply(Runnable)}. Exactly one of the two actions runs, and it runs once.
     *
     * @param ifTooLate runs when the client has been answered with 503 because of the timeout. It runs before the
     *     session's next message starts, on another thread than the handler, which may still be running, and may block.
     *     When the timeout has passed before this call, it runs at once on the calling thread
     */
    void afterReply(Runnable action, Runnable ifTooLate);
}
