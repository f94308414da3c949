package io.mychat.gateway.core.plugin;

import io.mychat.gateway.core.connection.ConnectionContext;
import io.mychat.gateway.core.threads.InterruptibleCall;
import io.mychat.gateway.spi.event.Tracer;
import io.mychat.gateway.spi.message.AsyncMessageHandler;
import io.mychat.gateway.spi.message.ErrorCode;
import io.mychat.gateway.spi.message.MessageContext;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.message.UnifiedMessage;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.Sessions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Calls a plug-in's handlers on its threads. One without a place there is answered with 503 at once, and the time limit
 * of a command interrupts its handler. Thread-safe.
 */
final class PluginHandlers {

    private static final Reply BUSY = Reply.failure(
            ErrorCode.SERVICE_UNAVAILABLE,
            "overloaded",
            "This command has too much to do; try again.",
            Duration.ofSeconds(1));

    private final PluginThreads threads;

    PluginHandlers(PluginThreads threads) {
        this.threads = threads;
    }

    /** The same handler on the plug-in's threads. */
    AsyncMessageHandler elsewhere(AsyncMessageHandler handler) {
        return (message, context) -> {
            InterruptibleCall<CompletionStage<Reply>> call;
            try {
                call = threads.call(() -> call(handler, message, context));
            } catch (RejectedExecutionException e) {
                return CompletableFuture.completedFuture(BUSY);
            }
            return new Answer(call, threads);
        };
    }

    private CompletionStage<Reply> call(AsyncMessageHandler handler, UnifiedMessage message, MessageContext context)
            throws Exception {
        try (Tracer.Scope scope = ConnectionContext.activate(context)) {
            @Nullable CompletionStage<Reply> stage = handler.handle(message, new OwnContext(context));
            if (stage == null) {
                throw new IllegalStateException("the handler returned null instead of a stage");
            }
            return stage;
        }
    }

    /** The answer of a call that returns a stage itself. A cancellation reaches whichever is under way. */
    private static final class Answer extends CompletableFuture<Reply> {

        private final InterruptibleCall<CompletionStage<Reply>> call;
        private final PluginThreads threads;
        private volatile @Nullable CompletionStage<Reply> stage;

        Answer(InterruptibleCall<CompletionStage<Reply>> call, PluginThreads threads) {
            this.call = call;
            this.threads = threads;
            CompletionStage<CompletionStage<Reply>> returned = call;
            returned.whenComplete(this::follow);
        }

        private void follow(@Nullable CompletionStage<Reply> inner, @Nullable Throwable failure) {
            if (inner == null) {
                completeExceptionally(failure == null ? new IllegalStateException("no stage") : failure);
                return;
            }
            stage = inner;
            inner.whenComplete((reply, error) -> {
                if (error == null) {
                    complete(reply);
                } else {
                    completeExceptionally(error);
                }
            });
            if (isCancelled()) {
                cancelInner(inner);
            }
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            boolean cancelled = super.cancel(mayInterruptIfRunning);
            call.cancel(mayInterruptIfRunning);
            CompletionStage<Reply> inner = stage;
            if (inner != null) {
                cancelInner(inner);
            }
            return cancelled;
        }

        /** What the plug-in has made dependent on its stage must not run on the thread of a timer. */
        private void cancelInner(CompletionStage<Reply> inner) {
            try {
                threads.execute(() -> inner.toCompletableFuture().cancel(true));
            } catch (RejectedExecutionException e) {
                threads.failed(e);
            }
        }
    }

    /** The context of a message. Actions after the reply run on the plug-in's threads, and delay no other message. */
    private final class OwnContext implements MessageContext {

        private final MessageContext context;

        OwnContext(MessageContext context) {
            this.context = context;
        }

        @Override
        public Optional<Session> session() {
            return context.session();
        }

        @Override
        public Sessions sessions() {
            return OwnThreads.of(Sessions.class, context.sessions(), threads);
        }

        @Override
        public Instant deadline() {
            return context.deadline();
        }

        @Override
        public void afterReply(Runnable action, Runnable ifTooLate) {
            context.afterReply(() -> execute(action), () -> execute(ifTooLate));
        }

        private void execute(Runnable action) {
            try {
                threads.execute(action);
            } catch (RejectedExecutionException e) {
                threads.failed(e);
            }
        }
    }
}
