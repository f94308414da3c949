package io.mychat.gateway.core.handler;

import io.mychat.gateway.core.connection.ConnectionContext;
import io.mychat.gateway.spi.event.Tracer;
import io.mychat.gateway.spi.message.AsyncMessageHandler;
import io.mychat.gateway.spi.message.MessageContext;
import io.mychat.gateway.spi.message.MessageHandler;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.message.UnifiedMessage;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

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
        PendingReply reply = new PendingReply(() -> call(message, context));
        try {
            executor.execute(reply.task);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(rejected);
        }
        return reply;
    }

    private Reply call(UnifiedMessage message, MessageContext context) throws Exception {
        try (Tracer.Scope scope = ConnectionContext.activate(context)) {
            return handler.handle(message, context);
        }
    }

    /** A pending reply whose cancellation interrupts the thread of its handler. */
    private static final class PendingReply extends CompletableFuture<Reply> {

        private final FutureTask<@Nullable Void> task;

        PendingReply(Callable<Reply> work) {
            this.task = new FutureTask<>(() -> work(work), null);
        }

        private void work(Callable<Reply> work) {
            try {
                complete(work.call());
            } catch (Throwable e) { // the stage says what was thrown
                completeExceptionally(e);
            }
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            boolean cancelled = super.cancel(mayInterruptIfRunning);
            task.cancel(mayInterruptIfRunning);
            return cancelled;
        }
    }
}
