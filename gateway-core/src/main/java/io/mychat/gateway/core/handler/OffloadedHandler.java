package io.mychat.gateway.core.handler;

import io.mychat.gateway.core.connection.ConnectionContext;
import io.mychat.gateway.core.threads.InterruptibleCall;
import io.mychat.gateway.spi.event.Tracer;
import io.mychat.gateway.spi.message.AsyncMessageHandler;
import io.mychat.gateway.spi.message.MessageContext;
import io.mychat.gateway.spi.message.MessageHandler;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.message.UnifiedMessage;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Runs a waiting handler on separate threads, because all other handlers need the workers. A handler that exceeds its
 * time is interrupted, as on a worker.
 */
final class OffloadedHandler implements AsyncMessageHandler {

    private final MessageHandler handler;
    private final Executor executor;
    private final Reply rejected;

    /**
     * @param executor rejects tasks beyond its bound
     * @param rejected the reply to a rejected task
     */
    OffloadedHandler(MessageHandler handler, Executor executor, Reply rejected) {
        this.handler = handler;
        this.executor = executor;
        this.rejected = rejected;
    }

    @Override
    public CompletionStage<Reply> handle(UnifiedMessage message, MessageContext context) {
        try {
            return InterruptibleCall.on(executor, () -> call(message, context));
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(rejected);
        }
    }

    private Reply call(UnifiedMessage message, MessageContext context) throws Exception {
        try (Tracer.Scope scope = ConnectionContext.activate(context)) {
            return handler.handle(message, context);
        }
    }
}
