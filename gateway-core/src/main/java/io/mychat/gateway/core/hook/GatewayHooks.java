package io.mychat.gateway.core.hook;

import io.mychat.gateway.spi.chat.ChatMessage;
import io.mychat.gateway.spi.hook.HandshakeHook;
import io.mychat.gateway.spi.hook.LoginHook;
import io.mychat.gateway.spi.hook.LogoutHook;
import io.mychat.gateway.spi.hook.MessageHook;
import io.mychat.gateway.spi.hook.StoredHook;
import io.mychat.gateway.spi.session.DeviceKey;
import java.util.List;
import java.util.Optional;

/**
 * The hooks of all plug-ins, each kind in its order. Immutable. The calls block for as long as the hooks take, at most
 * until their deadlines.
 */
public record GatewayHooks(
        List<Hook<HandshakeHook>> handshake,
        List<Hook<LoginHook>> login,
        List<Hook<LogoutHook>> logout,
        List<Hook<MessageHook>> message,
        List<Hook<StoredHook>> stored) {

    /** No hooks at all. */
    public static final GatewayHooks NONE = new GatewayHooks(List.of(), List.of(), List.of(), List.of(), List.of());

    public GatewayHooks {
        handshake = List.copyOf(handshake);
        login = List.copyOf(login);
        logout = List.copyOf(logout);
        message = List.copyOf(message);
        stored = List.copyOf(stored);
    }

    /** A hook could not decide, and what it guards is refused. */
    public record Undecided() implements LoginOutcome {}

    /** The outcome of a login. */
    public sealed interface LoginOutcome {}

    /** The login goes on. */
    public record Allowed() implements LoginOutcome {}

    /** The login is refused. */
    public record LoginRefused(LoginHook.Refuse reason) implements LoginOutcome {}

    /** Asks all login hooks, until one refuses. */
    public LoginOutcome onLogin(LoginHook.Attempt attempt) {
        for (Hook<LoginHook> hook : login) {
            Optional<LoginHook.Verdict> verdict = hook.ask(one -> one.onLogin(attempt));
            if (verdict.isEmpty() && hook.failsClosed()) {
                return new Undecided();
            }
            if (verdict.orElse(null) instanceof LoginHook.Refuse refuse) {
                return new LoginRefused(refuse);
            }
        }
        return new Allowed();
    }

    /** Tells all logout hooks. */
    public void onLogout(String userId, Optional<DeviceKey> device) {
        for (Hook<LogoutHook> hook : logout) {
            Optional<Boolean> unused = hook.ask(one -> {
                one.onLogout(new LogoutHook.Logout(userId, device));
                return true;
            });
        }
    }

    /** Tells all hooks of a message that was stored. */
    public void onStored(ChatMessage message) {
        for (Hook<StoredHook> hook : stored) {
            Optional<Boolean> unused = hook.ask(one -> {
                one.afterStored(message);
                return true;
            });
        }
    }

    /** Whether a message takes another way than straight into the store. */
    public boolean concernMessages() {
        return !message.isEmpty() || !stored.isEmpty();
    }
}
