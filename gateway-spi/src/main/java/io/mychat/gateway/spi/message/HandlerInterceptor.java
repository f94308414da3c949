package io.mychat.gateway.spi.message;

import java.util.concurrent.CompletionStage;

/**
 * Stands around every handler, the gateway's own ones included: for audit, permissions, quotas or traces. It sees a
 * command that has passed the gate (login, roles, rates) and its reply. Thread-safe; may block like the handler, and its
 * time counts as the handler's.
 *
 * <p>Interceptors run in the order of {@link #order()}, then in the order in which they were added; the first one is the
 * outermost. With an interceptor, heartbeats are answered by worker threads instead of I/O threads.
 *
 * <p>The {@code data} of 1001 and 1002 contains passwords and tokens. An interceptor must not keep or log it.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface HandlerInterceptor {

    /**
     * Handles a command: calls {@code next}, or answers by itself.
     *
     * @param next calls the next interceptor or the handler; at most once
     * @throws ReplyException the reply is a refusal
     * @throws Exception on any other failure; the client gets 500 without details
     */
    CompletionStage<Reply> intercept(UnifiedMessage message, MessageContext context, Next next) throws Exception;

    /** Smaller numbers run earlier. */
    default int order() {
        return 0;
    }

    /** The rest of the chain. */
    @FunctionalInterface
    interface Next {

        /**
         * Calls the rest of the chain on this thread. A failure of the handler is a failed stage, never an exception.
         *
         * @param message the message, or a changed one with the same command
         */
        CompletionStage<Reply> proceed(UnifiedMessage message);
    }
}
