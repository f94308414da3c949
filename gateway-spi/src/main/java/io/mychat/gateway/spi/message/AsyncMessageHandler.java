package io.mychat.gateway.spi.message;

import java.util.concurrent.CompletionStage;

/**
 * Answers one command asynchronously. No thread is held between the call and the completion of the stage.
 *
 * <p>The rules of {@link MessageHandler} apply. The next message of the session starts when the stage has completed.
 * When the stage exceeds the timeout, the client gets 503, and the stage is
 * {@linkplain java.util.concurrent.CompletableFuture#cancel cancelled} if it is a future.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface AsyncMessageHandler {

    /**
     * Begins to handle one message.
     *
     * @throws Exception on any failure; the client gets 500 without details
     */
    CompletionStage<Reply> handle(UnifiedMessage message, MessageContext context) throws Exception;
}
