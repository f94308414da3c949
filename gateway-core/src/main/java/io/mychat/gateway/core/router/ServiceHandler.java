package io.mychat.gateway.core.router;

import io.mychat.gateway.spi.backend.BackendCall;
import io.mychat.gateway.spi.backend.BackendOutcome;
import io.mychat.gateway.spi.backend.BackendServices;
import io.mychat.gateway.spi.backend.CallOptions;
import io.mychat.gateway.spi.message.AsyncMessageHandler;
import io.mychat.gateway.spi.message.ErrorCode;
import io.mychat.gateway.spi.message.MessageContext;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.message.UnifiedMessage;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Lets a back-end service answer a command (protocol.md section 3). */
final class ServiceHandler implements AsyncMessageHandler {

    private static final Duration SOON = Duration.ofSeconds(1);

    private final BackendServices services;
    private final String service;
    private final CallOptions options;

    ServiceHandler(BackendServices services, String service, CallOptions options) {
        this.services = services;
        this.service = service;
        this.options = options;
    }

    @Override
    public CompletionStage<Reply> handle(UnifiedMessage message, MessageContext context) {
        CompletableFuture<BackendOutcome> calling = services.call(new BackendCall(
                        service, message, context.session(), options, context.deadline(), Optional.empty()))
                .toCompletableFuture();
        CompletableFuture<Reply> reply = calling.thenApply(ServiceHandler::reply);
        // A late stage was cancelled: the result of the call is not needed.
        CompletionStage<Reply> watched = reply;
        watched.whenComplete((done, error) -> {
            if (reply.isCancelled()) {
                calling.cancel(true);
            }
        });
        return reply;
    }

    private static Reply reply(BackendOutcome outcome) {
        if (outcome instanceof BackendOutcome.Answered answered) {
            return Reply.ok(answered.data());
        }
        if (outcome instanceof BackendOutcome.Refused refused) {
            return refused.code() == ErrorCode.TOO_MANY_REQUESTS
                    ? Reply.failure(
                            refused.code(),
                            refused.error(),
                            refused.detail(),
                            refused.retryAfter().orElse(SOON))
                    : Reply.failure(refused.code(), refused.error(), refused.detail());
        }
        return unavailable((BackendOutcome.Unavailable) outcome);
    }

    private static Reply unavailable(BackendOutcome.Unavailable outcome) {
        return switch (outcome.reason()) {
            case UNKNOWN_SERVICE, NO_SERVER ->
                failure(outcome, "service_unavailable", "No server of this service can be reached.");
            case OVERLOADED -> failure(outcome, "service_overloaded", "This service is overloaded; try again.");
            case TIMED_OUT ->
                failure(outcome, "timeout", "The command took too long; it may or may not have been executed.");
            case FAILED ->
                failure(
                        outcome,
                        "service_failed",
                        "The service gave no valid answer; the command may or may not have been executed.");
        };
    }

    private static Reply failure(BackendOutcome.Unavailable outcome, String error, String detail) {
        return Reply.failure(ErrorCode.SERVICE_UNAVAILABLE, error, detail, outcome.retryAfter());
    }
}
