package io.mychat.gateway.spi;

import io.mychat.gateway.spi.message.AsyncMessageHandler;
import io.mychat.gateway.spi.message.HandlerDefinition;
import io.mychat.gateway.spi.message.MessageHandler;
import io.mychat.gateway.spi.message.PayloadHandler;

/**
 * Registers handlers with a gateway. Thread-safe, also while the gateway runs.
 *
 * <p>The commands 1001-1099, 2001-2099, 3001-3099 and 4001-4099 are reserved for the gateway itself (protocol.md 1.3).
 * Only 2001 and 2002 may be replaced.
 *
 * @since 0.1.0
 */
public interface HandlerRegistry {

    /**
     * Registers a handler with all its options.
     *
     * @throws IllegalArgumentException when the name or one of the commands is taken or reserved
     */
    void register(HandlerDefinition definition);

    /** Registers a blocking handler for one command, with level NORMAL, under the name {@code cmd_<cmdId>}. */
    default void register(long cmdId, MessageHandler handler) {
        register(HandlerDefinition.blocking("cmd_" + cmdId, handler)
                .command(cmdId)
                .build());
    }

    /** Registers an asynchronous handler for one command, with level NORMAL, under the name {@code cmd_<cmdId>}. */
    default void registerAsync(long cmdId, AsyncMessageHandler handler) {
        register(HandlerDefinition.async("cmd_" + cmdId, handler).command(cmdId).build());
    }

    /**
     * Registers a handler that gets records for one command, with level NORMAL, under the name {@code cmd_<cmdId>}; see
     * {@link HandlerDefinition#payload}.
     */
    default <P extends Record> void register(long cmdId, Class<P> payload, PayloadHandler<? super P> handler) {
        register(HandlerDefinition.payload("cmd_" + cmdId, payload, handler)
                .command(cmdId)
                .build());
    }

    /** Registers the methods with a {@link io.mychat.gateway.spi.message.Command}; see {@link HandlerDefinition#ofMethods}. */
    default void registerMethods(Object bean) {
        HandlerDefinition.ofMethods(bean).forEach(this::register);
    }
}
