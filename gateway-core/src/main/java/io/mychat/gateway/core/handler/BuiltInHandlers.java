package io.mychat.gateway.core.handler;

import io.mychat.gateway.core.chat.MessageService;
import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.core.connection.ConnectionManager;
import io.mychat.gateway.core.inbox.InboxDelivery;
import io.mychat.gateway.core.login.LoginRefusal;
import io.mychat.gateway.core.login.LoginService;
import io.mychat.gateway.core.login.LogoutService;
import io.mychat.gateway.core.protocol.Command;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.spi.message.AsyncMessageHandler;
import io.mychat.gateway.spi.message.ErrorCode;
import io.mychat.gateway.spi.message.HandlerDefinition;
import io.mychat.gateway.spi.message.MessageHandler;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/** Collects the handlers of the gateway's own commands, one group after the other. Used by one thread. */
public final class BuiltInHandlers {

    private static final Reply TOO_MANY_WAIT_FOR_HOOKS = Reply.failure(
            ErrorCode.SERVICE_UNAVAILABLE,
            "overloaded",
            "The gateway is overloaded; try again.",
            Duration.ofSeconds(1));
    private static final Reply TOO_MANY_LOGINS = SessionReplies.refused(LoginRefusal.busy(Duration.ofSeconds(2)));

    private final List<HandlerDefinition> definitions = new ArrayList<>();
    private final ConnectionManager connections;
    private final Json json;

    public BuiltInHandlers(ConnectionManager connections, Json json) {
        this.connections = connections;
        this.json = json;
    }

    /**
     * A built-in handler whose thread waits for hooks of plug-ins, on threads that nothing else needs.
     *
     * @param threads rejects tasks beyond its bound
     */
    public static HandlerDefinition waitingForHooks(HandlerDefinition builtIn, Executor threads) {
        AsyncMessageHandler later = builtIn.asyncHandler();
        MessageHandler handler = later == null
                ? builtIn.blockingHandler()
                : (message, context) ->
                        later.handle(message, context).toCompletableFuture().join();
        return handler == null
                ? builtIn
                : builtIn.withAsync(new OffloadedHandler(handler, threads, TOO_MANY_WAIT_FOR_HOOKS));
    }

    /**
     * Adds 1001 and 1002. Where the stores of logins never wait, 1002 is handled on the thread that has read it as long as
     * the check of a token takes no longer than a hand-over.
     *
     * @param threads runs logins that wait for the check of their passwords; rejects tasks beyond its bound
     */
    public BuiltInHandlers logins(LoginService logins, Executor threads, TimeSource time) {
        if (logins.takesPasswords()) {
            MessageHandler login = ArgumentHandler.on(json, new LoginHandler(logins));
            add(
                    Command.LOGIN,
                    HandlerDefinition.async(
                            Command.LOGIN.handler(), new OffloadedHandler(login, threads, TOO_MANY_LOGINS)));
        } else {
            add(Command.LOGIN, (message, context) -> SessionReplies.refused(LoginRefusal.NO_PASSWORD_LOGIN));
        }
        ArgumentHandler verify = new TokenVerifyHandler(logins, json, time);
        return add(
                Command.TOKEN_VERIFY,
                logins.storesNeverWait()
                        ? ArgumentHandler.immediate(json, verify, logins::readsTokensAtOnce)
                        : ArgumentHandler.on(json, verify));
    }

    /** Adds 1003, 1004 and 1005. */
    public BuiltInHandlers devices(LogoutService logouts) {
        DeviceHandlers devices = new DeviceHandlers(connections, logouts, json);
        return add(Command.LOGOUT, devices::logOut)
                .add(Command.DEVICE_LIST, devices::list)
                .add(Command.DEVICE_DROP, ArgumentHandler.on(json, devices::drop));
    }

    /**
     * Adds 2001, 2002 and 2004. A page of the history is long, so it is never written on an I/O thread.
     *
     * @param mayReplyLater whether no foreign code follows a reply: it might block the thread of the store that has replied
     */
    public BuiltInHandlers messages(
            MessageService service, MessageStore store, InboxDelivery inbox, boolean mayReplyLater) {
        ChatHandlers chats = new ChatHandlers(service, store, inbox, json);
        if (mayReplyLater && service.sendsLater() && !service.neverWaits()) {
            add(
                    Command.MESSAGE_SEND,
                    HandlerDefinition.async(
                            Command.MESSAGE_SEND.handler(),
                            service.sendsLaterInPlace()
                                    ? ArgumentHandler.laterInPlace(json, chats::sendLater)
                                    : ArgumentHandler.later(json, chats::sendLater)));
        } else {
            add(Command.MESSAGE_SEND, onArguments(chats::send, service.neverWaits()));
        }
        add(Command.MESSAGE_HISTORY, ArgumentHandler.on(json, chats::history));
        if (mayReplyLater && store.appendsLater() && !store.neverWaits()) {
            add(
                    Command.MESSAGE_ACK,
                    HandlerDefinition.async(
                            Command.MESSAGE_ACK.handler(),
                            ArgumentHandler.laterInPlace(json, chats::acknowledgeLater)));
        } else {
            add(Command.MESSAGE_ACK, onArguments(chats::acknowledge, store.neverWaits()));
        }
        return this;
    }

    private MessageHandler onArguments(ArgumentHandler handler, boolean neverWaits) {
        return neverWaits ? ArgumentHandler.immediate(json, handler) : ArgumentHandler.on(json, handler);
    }

    /** Adds 3001. */
    public BuiltInHandlers heartbeat(TimeSource time) {
        return add(Command.HEARTBEAT, new HeartbeatHandler());
    }

    /** The handlers in the order in which they were added. */
    public List<HandlerDefinition> definitions() {
        return List.copyOf(definitions);
    }

    private BuiltInHandlers add(Command command, MessageHandler handler) {
        return add(command, HandlerDefinition.blocking(command.handler(), handler));
    }

    private BuiltInHandlers add(Command command, HandlerDefinition.Builder definition) {
        definitions.add(definition
                .command(command.number())
                .sensitivity(command.level())
                .build());
        return this;
    }
}
