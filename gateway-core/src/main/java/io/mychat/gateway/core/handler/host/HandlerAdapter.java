package io.mychat.gateway.core.handler.host;

import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.core.threads.StageFailure;
import io.mychat.gateway.spi.message.AsyncMessageHandler;
import io.mychat.gateway.spi.message.HandlerDefinition;
import io.mychat.gateway.spi.message.HandlerInterceptor;
import io.mychat.gateway.spi.message.MessageContext;
import io.mychat.gateway.spi.message.MessageHandler;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.message.ReplyException;
import io.mychat.gateway.spi.message.UnifiedMessage;
import io.mychat.gateway.spi.time.TimeSource;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Makes handlers of one kind out of those of a host, with its interceptors around them. Thread-safe. */
public final class HandlerAdapter {

    private final List<HandlerInterceptor> interceptors;
    private final PayloadReader payloads;
    private final ReplyCheck replies;

    /** @param maxReplyBytes the longest encoded data of a reply */
    public HandlerAdapter(List<HandlerInterceptor> interceptors, Json json, int maxReplyBytes, TimeSource time) {
        this.interceptors = interceptors.stream()
                .sorted(Comparator.comparingInt(HandlerInterceptor::order))
                .toList();
        this.payloads = new PayloadReader(json);
        this.replies = new ReplyCheck(json, payloads, maxReplyBytes, time);
    }

    /** Whether foreign code stands around handlers. */
    public boolean hasInterceptors() {
        return !interceptors.isEmpty();
    }

    /** A handler of the gateway; without interceptors it stays as it is. */
    public HandlerDefinition around(HandlerDefinition builtIn) {
        return interceptors.isEmpty() ? builtIn : builtIn.withAsync(intercepted(call(builtIn)));
    }

    /** A handler of the host or of a plug-in. */
    public HandlerDefinition adapt(HandlerDefinition handler) {
        String name = handler.name();
        MessageHandler blocking = handler.blockingHandler();
        if (blocking != null && interceptors.isEmpty()) {
            return handler.withBlocking((message, context) -> replies.check(name, reply(blocking, message, context)));
        }
        return adapt(handler, call -> call);
    }

    /**
     * A handler of a plug-in.
     *
     * @param elsewhere hands each call over to the threads of the plug-in
     */
    public HandlerDefinition adapt(HandlerDefinition handler, UnaryOperator<AsyncMessageHandler> elsewhere) {
        String name = handler.name();
        AsyncMessageHandler call = elsewhere.apply(call(handler));
        UnaryOperator<Reply> full = reply -> replies.check(name, reply);
        Checks checks = new Checks(handler.payload() == null ? full : UnaryOperator.identity(), full);
        return handler.withAsync(intercepted((message, context) -> outcome(call, message, context, checks)));
    }

    /** Of what a handler returns, and of what it throws as a {@link ReplyException}. */
    private record Checks(UnaryOperator<Reply> returned, UnaryOperator<Reply> thrown) {}

    private static Reply reply(MessageHandler handler, UnifiedMessage message, MessageContext context)
            throws Exception {
        try {
            return handler.handle(message, context);
        } catch (ReplyException e) {
            return e.reply();
        }
    }

    private AsyncMessageHandler call(HandlerDefinition handler) {
        HandlerDefinition.Payload<?> payload = handler.payload();
        if (payload != null) {
            return call(handler.name(), payload);
        }
        AsyncMessageHandler async = handler.asyncHandler();
        MessageHandler blocking = handler.blockingHandler();
        return async == null
                ? (message, context) -> CompletableFuture.completedFuture(
                        Objects.requireNonNull(blocking).handle(message, context))
                : async;
    }

    /** Checks the replies by itself: what it has written needs no second look. */
    private <P extends Record> AsyncMessageHandler call(String name, HandlerDefinition.Payload<P> payload) {
        return (message, context) -> {
            Object result = payload.handler().handle(payloads.read(message.data(), payload.type()), message, context);
            return result instanceof CompletionStage<?> stage
                    ? stage.thenApply(later -> replies.of(name, later))
                    : CompletableFuture.completedFuture(replies.of(name, result));
        };
    }

    /**
     * The handler's reply after a check, or the one that it has thrown: nothing calls the handler again for that. A
     * cancellation reaches the handler's stage.
     */
    private static CompletionStage<Reply> outcome(
            AsyncMessageHandler handler, UnifiedMessage message, MessageContext context, Checks checks)
            throws Exception {
        CompletionStage<Reply> stage;
        try {
            stage = handler.handle(message, context);
        } catch (ReplyException e) {
            return CompletableFuture.completedFuture(checks.thrown().apply(e.reply()));
        }
        if (stage == null) {
            throw new IllegalStateException("the handler returned null instead of a stage");
        }
        CompletableFuture<Reply> result = new CompletableFuture<>();
        CompletionStage<Reply> answer = result;
        answer.whenComplete((reply, error) -> {
            if (error instanceof CancellationException) {
                stage.toCompletableFuture().cancel(true);
            }
        });
        stage.whenComplete((reply, error) -> complete(result, reply, error, checks));
        return answer;
    }

    private static void complete(
            CompletableFuture<Reply> result, @Nullable Reply reply, @Nullable Throwable error, Checks checks) {
        Throwable cause = error == null ? null : StageFailure.causeOf(error);
        if (cause != null && !(cause instanceof ReplyException)) {
            result.completeExceptionally(cause);
            return;
        }
        try {
            result.complete(
                    cause instanceof ReplyException refusal
                            ? checks.thrown().apply(refusal.reply())
                            : checks.returned().apply(reply));
        } catch (RuntimeException e) {
            result.completeExceptionally(e);
        }
    }

    private AsyncMessageHandler intercepted(AsyncMessageHandler handler) {
        AsyncMessageHandler chain = handler;
        for (int i = interceptors.size() - 1; i >= 0; i--) {
            HandlerInterceptor interceptor = interceptors.get(i);
            AsyncMessageHandler rest = chain;
            chain = (message, context) -> {
                AtomicReference<@Nullable Reply> passed = new AtomicReference<>();
                AsyncMessageHandler around = (given, same) -> interceptor.intercept(
                        given,
                        same,
                        next -> proceed(rest, next, same).whenComplete((reply, error) -> passed.set(reply)));
                return outcome(
                        around,
                        message,
                        context,
                        new Checks(
                                reply -> checked(interceptor, reply, passed.get()),
                                reply -> replies.check(interceptor.getClass().getName(), reply)));
            };
        }
        return chain;
    }

    /** A reply that the interceptor has made by itself is checked like those of handlers. */
    @SuppressWarnings("ReferenceEquality")
    private Reply checked(HandlerInterceptor interceptor, @Nullable Reply reply, @Nullable Reply passed) {
        return reply != null && reply == passed
                ? reply
                : replies.check(interceptor.getClass().getName(), reply);
    }

    private static CompletionStage<Reply> proceed(
            AsyncMessageHandler rest, UnifiedMessage message, MessageContext context) {
        try {
            @Nullable CompletionStage<Reply> stage = rest.handle(message, context);
            return stage == null
                    ? CompletableFuture.failedFuture(new IllegalStateException("the handler returned null"))
                    : stage;
        } catch (Exception e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
