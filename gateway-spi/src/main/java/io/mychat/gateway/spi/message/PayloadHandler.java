package io.mychat.gateway.spi.message;

import org.jspecify.annotations.Nullable;

/**
 * Answers one command whose {@code data} the gateway has read into a record. The rules of {@link MessageHandler} apply:
 * it may block, and must be thread-safe.
 *
 * @param <P> the payload, see {@link HandlerDefinition#payload}
 * @since 0.1.0
 */
@FunctionalInterface
public interface PayloadHandler<P> {

    /**
     * Handles one message.
     *
     * @return a {@link Reply}; or the data of a success: a record, a map, a collection, a text, a number or a boolean;
     *     null: {@code {}}; or a {@link java.util.concurrent.CompletionStage} of one of these
     * @throws ReplyException the reply is a refusal
     * @throws Exception on any other failure; the client gets 500 without details
     */
    @Nullable
    Object handle(P payload, UnifiedMessage message, MessageContext context) throws Exception;
}
