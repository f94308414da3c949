package io.mychat.gateway.core.login;

import io.mychat.gateway.core.hook.GatewayHooks;
import io.mychat.gateway.core.hook.HookSlot;
import io.mychat.gateway.spi.hook.LoginHook;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.UserInfo;
import java.util.Optional;

/** Asks the hooks of plug-ins about logins. Thread-safe; blocks for the hooks. */
final class LoginHooks {

    private LoginHooks() {}

    /** Why a login whose credentials are right is refused; empty: it is not. */
    static Optional<LoginRefusal> refusal(
            HookSlot slot, UserInfo user, DeviceKey device, String ip, LoginHook.Method method) {
        GatewayHooks hooks = slot.get();
        if (hooks.login().isEmpty()) {
            return Optional.empty();
        }
        GatewayHooks.LoginOutcome outcome = hooks.onLogin(new LoginHook.Attempt(user, device, ip, method));
        if (outcome instanceof GatewayHooks.LoginRefused refused) {
            return Optional.of(LoginRefusal.byHook(refused.reason()));
        }
        return outcome instanceof GatewayHooks.Undecided ? Optional.of(LoginRefusal.HOOK_FAILED) : Optional.empty();
    }
}
