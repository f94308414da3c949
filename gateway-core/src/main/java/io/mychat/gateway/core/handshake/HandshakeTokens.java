package io.mychat.gateway.core.handshake;

import io.mychat.gateway.core.auth.AuthManager;
import io.mychat.gateway.spi.auth.UserDirectory;
import io.mychat.gateway.spi.hook.HandshakeHook;
import io.mychat.gateway.spi.session.AccountState;
import io.mychat.gateway.spi.session.UserInfo;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Issues the token with which a connection is bound that a hook has recognised. Thread-safe; blocks for the store.
 *
 * @param users knows the accounts; null: the user is taken as the hook names it
 */
public record HandshakeTokens(AuthManager auth, @Nullable UserDirectory users) {

    /** Empty: there is no such user, or its tokens were revoked at this moment. */
    Optional<String> issue(HandshakeHook.Bind bind) {
        if (bind.user().userId().equals(UserInfo.SYSTEM)) {
            return Optional.empty();
        }
        return account(bind.user())
                .flatMap(account ->
                        auth.beginWithoutRefresh(account, bind.device()).issue())
                .map(issued -> issued.access().token());
    }

    private Optional<AccountState> account(UserInfo user) {
        UserDirectory directory = users;
        return directory == null ? Optional.of(new AccountState(user)) : directory.account(user.userId());
    }
}
