package io.mychat.gateway.core.plugin;

import io.mychat.gateway.core.event.EventDispatcher;
import io.mychat.gateway.spi.auth.Tokens;
import io.mychat.gateway.spi.ban.Bans;
import io.mychat.gateway.spi.chat.Chats;
import io.mychat.gateway.spi.message.AsyncMessageHandler;
import io.mychat.gateway.spi.message.HandlerDefinition;
import io.mychat.gateway.spi.session.Sessions;
import java.util.function.UnaryOperator;

/**
 * What a gateway has for its plug-ins, from its start on.
 *
 * @param calls the calls of a host
 * @param listeners gets the listeners of plug-ins
 * @param handlers gets their handlers
 */
public record PluginHost(String nodeId, Calls calls, EventDispatcher listeners, Handlers handlers) {

    /** The calls of a host. */
    public record Calls(Sessions sessions, Tokens tokens, Chats chats, Bans bans) {}

    /** Takes handlers of plug-ins. */
    @FunctionalInterface
    public interface Handlers {

        /**
         * Registers a handler.
         *
         * @param elsewhere hands its calls over to the plug-in's threads
         * @throws IllegalArgumentException when the name or one of the commands is taken or reserved
         */
        void register(HandlerDefinition definition, UnaryOperator<AsyncMessageHandler> elsewhere);
    }
}
