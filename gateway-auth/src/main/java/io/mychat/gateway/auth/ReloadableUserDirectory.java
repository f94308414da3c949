package io.mychat.gateway.auth;

import io.mychat.gateway.spi.auth.AccountChange;
import io.mychat.gateway.spi.auth.UserDirectory;
import io.mychat.gateway.spi.session.AccountState;
import io.mychat.gateway.spi.session.UserInfo;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The users of the last valid users file. Thread-safe: one volatile reference to an immutable snapshot. */
final class ReloadableUserDirectory implements UserDirectory, Supplier<UserAccounts> {

    private volatile UserAccounts accounts;

    ReloadableUserDirectory(UserAccounts accounts) {
        this.accounts = accounts;
    }

    /**
     * Replaces all users; called by one thread at a time.
     *
     * @return the changes of the previous users, by user id
     */
    Map<String, AccountChange> replace(UserAccounts next) {
        Map<String, AccountChange> changes = accounts.changesTo(next);
        accounts = next;
        return changes;
    }

    @Override
    public UserAccounts get() {
        return accounts;
    }

    /** All users are in memory. */
    @Override
    public boolean neverWaits() {
        return true;
    }

    @Override
    public Optional<AccountState> account(String userId) {
        return accounts.account(userId);
    }

    @Override
    public Optional<UserInfo> findById(String userId) {
        return accounts.findById(userId);
    }
}
