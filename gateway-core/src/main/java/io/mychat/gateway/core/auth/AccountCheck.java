package io.mychat.gateway.core.auth;

import io.mychat.gateway.spi.auth.UserDirectory;
import io.mychat.gateway.spi.session.AccountState;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compares what tokens and logins were granted for with what the {@link UserDirectory} says now. What carries no fingerprint
 * is compared with nothing, and the directory is not asked. Thread-safe; may block where the directory does.
 */
public final class AccountCheck {

    private final @Nullable UserDirectory users;

    /** @param users null: nobody knows the users, and nothing is compared */
    public AccountCheck(@Nullable UserDirectory users) {
        this.users = users;
    }

    /** Whether access that was granted for this state has ended: the account is gone or has another state. */
    public boolean isOutdated(AccountState granted) {
        return users != null
                && granted.isKnown()
                && !users.account(granted.userId())
                        .map(current -> current.covers(granted))
                        .orElse(false);
    }

    /** The account as it is now, where it has the same credentials and other roles than this state. */
    Optional<AccountState> otherRoles(AccountState granted) {
        return users == null || !granted.isKnown()
                ? Optional.empty()
                : users.account(granted.userId())
                        .filter(current -> current.fingerprint().equals(granted.fingerprint()))
                        .filter(current -> !current.covers(granted));
    }

    /** The account as it is now; as it was granted where nobody knows the users; empty: it is gone or has another state. */
    Optional<AccountState> current(AccountState granted) {
        return users == null
                ? Optional.of(granted)
                : users.account(granted.userId()).filter(current -> current.covers(granted));
    }
}
