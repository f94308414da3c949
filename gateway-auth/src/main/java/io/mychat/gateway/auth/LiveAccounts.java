package io.mychat.gateway.auth;

import io.mychat.gateway.spi.auth.UserDirectory;
import io.mychat.gateway.spi.session.UserInfo;
import java.util.Optional;
import java.util.function.Supplier;

/** The users of the users file as it was read last. Thread-safe: one volatile reference to an immutable snapshot. */
final class LiveAccounts implements UserDirectory, Supplier<UserAccounts> {

    private volatile UserAccounts accounts;

    LiveAccounts(UserAccounts accounts) {
        this.accounts = accounts;
    }

    void replace(UserAccounts next) {
        accounts = next;
    }

    @Override
    public UserAccounts get() {
        return accounts;
    }

    @Override
    public Optional<UserInfo> findById(String userId) {
        return accounts.findById(userId);
    }
}
