package io.mychat.gateway.core.login;

import io.mychat.gateway.core.auth.AuthManager;
import io.mychat.gateway.core.auth.NewLogin;
import io.mychat.gateway.core.ban.ActiveBans;
import io.mychat.gateway.core.connection.LoginTerms;
import io.mychat.gateway.core.hook.HookSlot;
import io.mychat.gateway.core.login.LoginDecision.Granted;
import io.mychat.gateway.core.login.LoginDecision.Refused;
import io.mychat.gateway.core.router.StoreSteps;
import io.mychat.gateway.core.security.login.LoginThrottle;
import io.mychat.gateway.spi.auth.CredentialVerdict;
import io.mychat.gateway.spi.auth.CredentialVerifier;
import io.mychat.gateway.spi.auth.IssuedTokens;
import io.mychat.gateway.spi.auth.LoginOrigin;
import io.mychat.gateway.spi.ban.Ban;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.event.GatewayListener;
import io.mychat.gateway.spi.hook.LoginHook;
import io.mychat.gateway.spi.session.AccountState;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.UserInfo;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Issues tokens for a name and a password. Checks bans, the throttle, the password and the role, in this order. A banned
 * user is refused before the password is compared, so the refusal reveals nothing about the password. Thread-safe; may
 * block.
 */
public final class PasswordLogin {

    private final CredentialVerifier verifier;
    private final LoginThrottle throttle;
    private final AuthManager auth;
    private final ActiveBans bans;
    private final Reports reports;

    /**
     * Where refusals are reported.
     *
     * @param hooks may refuse a login, too
     */
    public record Reports(GatewayListener events, HookSlot hooks, TimeSource time) {}

    public PasswordLogin(
            CredentialVerifier verifier, LoginThrottle throttle, AuthManager auth, ActiveBans bans, Reports reports) {
        this.verifier = verifier;
        this.throttle = throttle;
        this.auth = auth;
        this.bans = bans;
        this.reports = reports;
    }

    /**
     * Decides a login and issues its tokens.
     *
     * @param ip the client's address
     * @param terms the terms of the device's platform
     * @param steps may repeat a step in a store; the password is checked once and a failure is counted once in any case
     */
    LoginDecision<IssuedTokens> decide(PasswordRequest request, String ip, LoginTerms terms, StoreSteps steps) {
        Optional<Ban> ban = bans.ofUsername(request.username(), request.device());
        if (ban.isPresent()) {
            return refused(request.username(), ip, LoginRefusal.banned(ban.get()));
        }
        return check(request, ip, steps).then(account -> {
            // A directory that does not know the login name of a user: only the account tells who it is.
            Optional<Ban> found = bans.ofUser(account.userId(), request.device());
            if (found.isPresent()) {
                return refused(account.user().username(), ip, LoginRefusal.banned(found.get()));
            }
            if (account.userId().equals(UserInfo.SYSTEM)) {
                return refused(account.user().username(), ip, LoginRefusal.RESERVED_USER);
            }
            if (!terms.admit(account.user())) {
                return refused(account.user().username(), ip, LoginRefusal.ROLE_MISSING);
            }
            Optional<LoginRefusal> byHook = LoginHooks.refusal(
                    reports.hooks(), account.user(), request.device(), ip, LoginHook.Method.PASSWORD);
            if (byHook.isPresent()) {
                return refused(account.user().username(), ip, byHook.get());
            }
            return issue(account, request.device(), steps)
                    .<LoginDecision<IssuedTokens>>map(Granted::new)
                    .orElseGet(() -> refused(account.user().username(), ip, LoginRefusal.REVOKED));
        });
    }

    private LoginDecision<AccountState> check(PasswordRequest request, String ip, StoreSteps steps) {
        String username = request.username();
        LoginOrigin origin = throttle.origin(username, ip);
        Optional<Duration> delay = steps.take(() -> throttle.check(username, origin));
        if (delay.isPresent()) {
            return refused(username, ip, LoginRefusal.throttled(delay.get()));
        }
        CredentialVerdict verdict = verify(request, origin);
        if (verdict instanceof CredentialVerdict.Busy busy) {
            return new Refused<>(LoginRefusal.busy(busy.retryAfter()));
        }
        // Other logins may have used up the bound meanwhile; then the answer does not reveal whether the password was
        // right.
        if (verdict instanceof CredentialVerdict.Accepted accepted) {
            return steps.take(() -> throttle.succeeded(username, origin))
                    .<LoginDecision<AccountState>>map(wait -> refused(username, ip, LoginRefusal.throttled(wait)))
                    .orElseGet(() -> new Granted<>(accepted.account()));
        }
        return refused(
                username,
                ip,
                throttle.failed(username, origin).map(LoginRefusal::throttled).orElse(LoginRefusal.BAD_CREDENTIALS));
    }

    private CredentialVerdict verify(PasswordRequest request, LoginOrigin origin) {
        @Nullable CredentialVerdict verdict = verifier.verify(request.username(), request.password(), origin);
        if (verdict == null) {
            // The host's fault, and no reason to count a failure against anybody.
            throw new IllegalStateException(
                    "The CredentialVerifier " + verifier.getClass().getName() + " returned null");
        }
        return verdict;
    }

    /** Empty: everything of the user's was revoked or the account changed meanwhile. */
    private Optional<IssuedTokens> issue(AccountState account, DeviceKey device, StoreSteps steps) {
        NewLogin begun = auth.begin(account, device);
        return steps.take(begun::issue);
    }

    private <T> LoginDecision<T> refused(String username, String ip, LoginRefusal reason) {
        reports.events().onEvent(new GatewayEvent.LoginFailed(reports.time().now(), ip, username, reason.error()));
        return new Refused<>(reason);
    }
}
