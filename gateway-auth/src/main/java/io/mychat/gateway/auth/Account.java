package io.mychat.gateway.auth;

import io.mychat.gateway.spi.auth.AccountChange;
import io.mychat.gateway.spi.session.AccountState;
import io.mychat.gateway.spi.session.UserInfo;
import java.util.Optional;

/**
 * A user who can log in with a password.
 *
 * @param state the user, and a fingerprint of the hash
 */
record Account(AccountState state, PasswordHash hash) {

    Account(UserInfo user, PasswordHash hash) {
        this(new AccountState(user, hash.fingerprint()), hash);
    }

    UserInfo user() {
        return state.user();
    }

    /** The change from this account to the next state; empty when nothing has changed. */
    Optional<AccountChange> changeTo(Optional<Account> next) {
        if (next.isEmpty()) {
            return Optional.of(AccountChange.REMOVED);
        }
        AccountState now = next.get().state();
        if (!now.fingerprint().equals(state.fingerprint())) {
            return Optional.of(AccountChange.CREDENTIALS);
        }
        return now.user().equals(user()) ? Optional.empty() : Optional.of(AccountChange.ROLES);
    }
}
