package io.mychat.gateway.spi.message;

import java.util.concurrent.CompletionStage;

/**
 * Answers one command later, for work that waits on something that is itself asynchronous. No thread is held between
 * the call and the stage's completion. The rules of {@link MessageHandler} hold: the next message of the session starts
 * when the stage has completed; a stage that is late is answered with 503 and {@linkplain
 * java.util.concurrent.CompletableFuture#cancel cancelled} where it can be.
 */
@FunctionalInterface
public interface AsyncMessageHandler {

    /**
     * Begins to handle one message.
     *
     * @throws Exception for anything that went wrong; the client sees only a 500
     */
    CompletionStage<Reply> handle(UnifiedMessage message, MessageContext context) throws Exception;
}
