package io.mychat.gateway.testkit.auth;

import io.mychat.gateway.spi.auth.CredentialVerdict;
import io.mychat.gateway.spi.auth.CredentialVerifier;
import io.mychat.gateway.spi.auth.UserDirectory;
import io.mychat.gateway.spi.session.AccountState;
import io.mychat.gateway.spi.session.UserInfo;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Accounts that a test changes. The name of a user is the id, and the fingerprint is the password. Thread-safe.
 *
 * @since 0.1.0
 */
public final class FakeAccounts implements UserDirectory, CredentialVerifier {

    private final Map<String, AccountState> accounts = new ConcurrentHashMap<>();

    /** Adds an account, or replaces it. */
    public void put(String userId, String password, String... roles) {
        accounts.put(userId, new AccountState(new UserInfo(userId, userId, Set.of(roles)), password));
    }

    public void remove(String userId) {
        accounts.remove(userId);
    }

    /** A directory of the same users that knows no fingerprints. */
    public UserDirectory withoutFingerprints() {
        return userId -> Optional.ofNullable(accounts.get(userId)).map(AccountState::user);
    }

    @Override
    public Optional<UserInfo> findById(String userId) {
        return account(userId).map(AccountState::user);
    }

    @Override
    public Optional<AccountState> account(String userId) {
        return Optional.ofNullable(accounts.get(userId));
    }

    @Override
    public CredentialVerdict verify(String username, String password) {
        return account(username)
                .filter(account -> account.fingerprint().equals(password))
                .<CredentialVerdict>map(CredentialVerdict.Accepted::new)
                .orElseGet(CredentialVerdict.Rejected::new);
    }
}
