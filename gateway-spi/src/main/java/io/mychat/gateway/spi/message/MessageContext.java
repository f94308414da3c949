package io.mychat.gateway.spi.message;

import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.Sessions;
import java.time.Instant;
import java.util.Optional;

/** What a handler may know and do besides the message itself. Valid until the reply is given; safe for many threads. */
public interface MessageContext {

    /** The session that sent the message; empty only in a {@link Sensitivity#PUBLIC} command before the login. */
    Optional<Session> session();

    /** Everybody's sessions: push, list, kick. */
    Sessions sessions();

    /** When the client will be answered with 503 if there is no reply by then. */
    Instant deadline();

    /**
     * Runs {@code action} after the reply has been put on its way to the client, and before the session's next message
     * starts. Not run when the reply came too late. An action that throws is logged.
     */
    default void afterReply(Runnable action) {
        afterReply(action, () -> {});
    }

    /**
     * As {@link #afterReply(Runnable)}; exactly one of the two runs, once.
     *
     * @param ifTooLate runs when the client has been told 503 because the handler took too long: on another thread than the
     *     handler, which may still be at work, and before the session's next message starts. It may block. When that has
     *     happened before this call it runs at once, on this thread
     */
    void afterReply(Runnable action, Runnable ifTooLate);
}
