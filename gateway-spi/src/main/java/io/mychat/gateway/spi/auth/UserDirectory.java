package io.mychat.gateway.spi.auth;

import io.mychat.gateway.spi.session.AccountState;
import io.mychat.gateway.spi.session.UserInfo;
import java.util.Optional;

/** Knows the users. Safe for use by many threads; may block. */
@FunctionalInterface
public interface UserDirectory {

    Optional<UserInfo> findById(String userId);

    /**
     * The account as it is now; empty: there is none. User and fingerprint belong to one moment.
     *
     * <p>A directory that says fingerprints, beside a {@link CredentialVerifier} that says the same ones, makes access end
     * with its reason: tokens and logins that carry a fingerprint are compared with this at each use, and refused when the
     * account is gone, or has other credentials or roles. It is asked for each of them, so it should answer from memory.
     * Without fingerprints nothing is compared, and the host application reports changes itself.
     */
    default Optional<AccountState> account(String userId) {
        return findById(userId).map(AccountState::new);
    }
}
