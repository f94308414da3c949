package io.mychat.gateway.core.handler;

import io.mychat.gateway.core.auth.AuthManager;
import io.mychat.gateway.core.auth.LoginRefusal;
import io.mychat.gateway.core.auth.PasswordLogin;
import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.core.connection.ConnectionManager;
import io.mychat.gateway.core.connection.MultiPlatformAuthManager;
import io.mychat.gateway.core.inbox.InboxDelivery;
import io.mychat.gateway.core.protocol.Command;
import io.mychat.gateway.core.security.login.CredentialThrottle;
import io.mychat.gateway.spi.auth.UserDirectory;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.spi.message.HandlerDefinition;
import io.mychat.gateway.spi.message.MessageHandler;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The commands of protocol.md 1.3, by the names that routes use for them. */
public final class BuiltInHandlers {

    private static final Reply TOO_MANY_LOGINS = Reply.failure(
            LoginRefusal.BUSY.code(), LoginRefusal.BUSY.error(), LoginRefusal.BUSY.detail(), Duration.ofSeconds(2));

    private BuiltInHandlers() {}

    /**
     * What logging in needs.
     *
     * @param login null where nobody checks passwords: then 1001 is answered 503
     * @param deviceIds makes a device id for a client that names none
     * @param maxFailedAttempts so many failed attempts close a connection
     * @param throttle bounds refused tokens
     * @param logins runs logins, which wait for their passwords to be checked; rejects what is too much
     */
    public record Access(
            AuthManager auth,
            @Nullable PasswordLogin login,
            MultiPlatformAuthManager platforms,
            Supplier<String> deviceIds,
            IntSupplier maxFailedAttempts,
            CredentialThrottle throttle,
            Executor logins) {}

    /**
     * What talking needs.
     *
     * @param users knows who can be written to; null: anybody
     * @param messageIds makes unique ids, later ones greater
     */
    public record Chat(
            MessageStore store,
            InboxDelivery inbox,
            @Nullable UserDirectory users,
            Supplier<String> messageIds) {}

    public static List<HandlerDefinition> create(
            ConnectionManager connections, Access access, Chat chat, Json json, TimeSource time) {
        SessionBinder binder =
                new SessionBinder(connections, chat.inbox(), access.auth(), json, access.maxFailedAttempts());
        DeviceHandlers devices = new DeviceHandlers(connections, access.auth(), json);
        ChatHandlers chats = new ChatHandlers(chat.store(), chat.inbox(), chat.users(), chat.messageIds(), json);
        List<HandlerDefinition> all = new ArrayList<>();
        PasswordLogin login = access.login();
        if (login != null) {
            LoginHandler handler = new LoginHandler(
                    login,
                    access.auth(),
                    access.platforms(),
                    binder,
                    new LoginHandler.Dependencies(json, connections, access.deviceIds()));
            all.add(offloaded(Command.LOGIN, ArgumentHandler.on(json, handler), access.logins()));
        } else {
            all.add(define(Command.LOGIN, (message, context) -> LoginRefusal.NO_PASSWORD_LOGIN.reply()));
        }
        TokenVerifyHandler verify = new TokenVerifyHandler(
                access.auth(),
                binder,
                access.throttle(),
                new TokenVerifyHandler.Dependencies(json, connections, access.platforms(), access.deviceIds(), time));
        all.add(define(Command.TOKEN_VERIFY, ArgumentHandler.on(json, verify)));
        all.add(define(Command.LOGOUT, devices::logOut));
        all.add(define(Command.DEVICE_LIST, devices::list));
        all.add(define(Command.DEVICE_DROP, ArgumentHandler.on(json, devices::drop)));
        all.add(define(Command.MESSAGE_SEND, ArgumentHandler.on(json, chats::send)));
        all.add(define(Command.MESSAGE_HISTORY, ArgumentHandler.on(json, chats::history)));
        all.add(define(Command.MESSAGE_ACK, ArgumentHandler.on(json, chats::acknowledge)));
        all.add(define(Command.HEARTBEAT, new HeartbeatHandler(time)));
        return all;
    }

    private static HandlerDefinition define(Command command, MessageHandler handler) {
        return placed(command, HandlerDefinition.blocking(command.handler(), handler));
    }

    private static HandlerDefinition offloaded(Command command, MessageHandler handler, Executor executor) {
        return placed(
                command,
                HandlerDefinition.async(command.handler(), new OffloadedHandler(handler, executor, TOO_MANY_LOGINS)));
    }

    private static HandlerDefinition placed(Command command, HandlerDefinition.Builder definition) {
        return definition.command(command.number()).sensitivity(command.level()).build();
    }
}
