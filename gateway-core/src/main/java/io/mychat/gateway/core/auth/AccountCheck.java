package io.mychat.gateway.core.auth;

import io.mychat.gateway.spi.auth.UserDirectory;
import io.mychat.gateway.spi.session.AccountState;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compares the account of tokens and logins with the current account in the {@link UserDirectory}. Tokens and logins
 * without a fingerprint are not compared. Thread-safe; blocks if the directory does.
 */
public final class AccountCheck {

    private final @Nullable UserDirectory users;

    /** @param users null: there is no directory, and nothing is compared */
    public AccountCheck(@Nullable UserDirectory users) {
        this.users = users;
    }

    /** Whether access for this state has ended, because the account was removed or has another state. */
    public boolean isOutdated(AccountState granted) {
        return users != null
                && granted.isKnown()
                && !users.account(granted.userId())
                        .map(current -> current.covers(granted))
                        .orElse(false);
    }

    /** The current account if it has the same credentials as this state, but other roles. */
    Optional<AccountState> otherRoles(AccountState granted) {
        return users == null || !granted.isKnown()
                ? Optional.empty()
                : users.account(granted.userId())
                        .filter(current -> current.fingerprint().equals(granted.fingerprint()))
                        .filter(current -> !current.covers(granted));
    }

    /**
     * The current account, or the given state without a directory; empty when the account was removed or has another
     * state.
     */
    Optional<AccountState> current(AccountState granted) {
        return users == null
                ? Optional.of(granted)
                : users.account(granted.userId()).filter(current -> current.covers(granted));
    }
}
