package io.mychat.gateway.core.host;

import io.mychat.gateway.core.auth.AuthManager;
import io.mychat.gateway.core.login.LogoutService;
import io.mychat.gateway.core.threads.AsyncCalls;
import io.mychat.gateway.spi.auth.IssuedTokens;
import io.mychat.gateway.spi.auth.TokenVerdict;
import io.mychat.gateway.spi.auth.Tokens;
import io.mychat.gateway.spi.auth.UserDirectory;
import io.mychat.gateway.spi.session.AccountState;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.UserInfo;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The tokens of users for the host application. Thread-safe; may block as the port says. */
public final class HostTokens implements Tokens {

    private final AuthManager auth;
    private final LogoutService logouts;
    private final @Nullable UserDirectory users;
    private final AsyncCalls async;

    /** @param users knows the accounts; null: every user is taken as the host names it */
    public HostTokens(AuthManager auth, LogoutService logouts, @Nullable UserDirectory users, AsyncCalls async) {
        this.auth = auth;
        this.logouts = logouts;
        this.users = users;
        this.async = async;
    }

    @Override
    public Optional<IssuedTokens> issue(UserInfo user, DeviceKey device) {
        check(user, device);
        return issueChecked(user, device);
    }

    @Override
    public CompletionStage<Optional<IssuedTokens>> issueAsync(UserInfo user, DeviceKey device) {
        check(user, device);
        return async.call(() -> issueChecked(user, device));
    }

    private static void check(UserInfo user, DeviceKey device) {
        Objects.requireNonNull(device, "device");
        if (Objects.requireNonNull(user, "user").userId().equals(UserInfo.SYSTEM)) {
            throw new IllegalArgumentException("the user " + UserInfo.SYSTEM + " is the gateway's own");
        }
    }

    private Optional<IssuedTokens> issueChecked(UserInfo user, DeviceKey device) {
        return account(user).flatMap(account -> auth.begin(account, device).issue());
    }

    private Optional<AccountState> account(UserInfo user) {
        UserDirectory directory = users;
        return directory == null
                ? Optional.of(new AccountState(user))
                : directory
                        .account(user.userId())
                        .filter(account -> account.user().equals(user));
    }

    @Override
    public TokenVerdict verify(String token) {
        return auth.verify(Objects.requireNonNull(token, "token"));
    }

    @Override
    public CompletionStage<TokenVerdict> verifyAsync(String token) {
        Objects.requireNonNull(token, "token");
        return async.call(() -> auth.verify(token));
    }

    @Override
    public boolean revoke(String token) {
        return revokeChecked(Objects.requireNonNull(token, "token"));
    }

    @Override
    public CompletionStage<Boolean> revokeAsync(String token) {
        Objects.requireNonNull(token, "token");
        return async.call(() -> revokeChecked(token));
    }

    /** A token that is revoked already is revoked again: an earlier call may have ended before the sessions did. */
    private boolean revokeChecked(String token) {
        return auth.read(token) instanceof TokenVerdict.Valid valid && logouts.logOut(valid.claims(), Optional.empty());
    }
}
