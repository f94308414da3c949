package io.mychat.gateway.core.handler;

import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.core.protocol.Arguments;
import io.mychat.gateway.core.protocol.BadArgumentException;
import io.mychat.gateway.core.router.ImmediateAsyncHandler;
import io.mychat.gateway.core.router.ImmediateHandler;
import io.mychat.gateway.spi.message.AsyncMessageHandler;
import io.mychat.gateway.spi.message.MessageContext;
import io.mychat.gateway.spi.message.MessageHandler;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.message.UnifiedMessage;
import io.mychat.gateway.spi.session.Session;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/** A built-in command that takes arguments. */
@FunctionalInterface
interface ArgumentHandler {

    Reply handle(Arguments arguments, UnifiedMessage message, MessageContext context) throws BadArgumentException;

    /** An ordinary handler that answers bad arguments with 400. */
    static MessageHandler on(Json json, ArgumentHandler handler) {
        return (message, context) -> {
            try {
                return handler.handle(Arguments.of(json, message.data()), message, context);
            } catch (BadArgumentException e) {
                return e.reply();
            }
        };
    }

    /** A built-in command that takes arguments and replies later. */
    @FunctionalInterface
    interface Later {

        CompletionStage<Reply> handle(Arguments arguments, UnifiedMessage message, MessageContext context)
                throws BadArgumentException;
    }

    /** As {@link #on}, for one that replies later. */
    static AsyncMessageHandler later(Json json, Later handler) {
        return (message, context) -> {
            try {
                return handler.handle(Arguments.of(json, message.data()), message, context);
            } catch (BadArgumentException e) {
                return CompletableFuture.completedFuture(e.reply());
            }
        };
    }

    /** As {@link #later}, for one that never waits before it replies. */
    static ImmediateAsyncHandler laterInPlace(Json json, Later handler) {
        return later(json, handler)::handle;
    }

    /** As {@link #on}, for one that never waits and so runs on the connection's I/O thread. */
    static ImmediateHandler immediate(Json json, ArgumentHandler handler) {
        return on(json, handler)::handle;
    }

    /** As {@link #immediate(Json, ArgumentHandler)}, at the times when it never waits, for one that logs. */
    static ImmediateHandler immediate(Json json, ArgumentHandler handler, BooleanSupplier neverWaits) {
        MessageHandler inner = on(json, handler);
        return new ImmediateHandler() {
            @Override
            public Reply handle(UnifiedMessage message, MessageContext context) throws Exception {
                return inner.handle(message, context);
            }

            @Override
            public boolean neverBlocks() {
                return neverWaits.getAsBoolean();
            }

            @Override
            public boolean logs() {
                return true;
            }
        };
    }

    /** The session of a command that only logged-in users reach. */
    static Session sessionOf(MessageContext context) {
        return context.session().orElseThrow(() -> new IllegalStateException("the gate lets nobody else through"));
    }
}
