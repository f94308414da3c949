package io.mychat.gateway.spi.auth;

import io.mychat.gateway.spi.session.AccountState;
import io.mychat.gateway.spi.session.UserInfo;
import java.time.Duration;

/** What a {@link CredentialVerifier} found. */
public sealed interface CredentialVerdict {

    /**
     * The password is right.
     *
     * @param account as it was when the password was compared; without a fingerprint the login is never compared with
     *     what becomes of the account
     */
    record Accepted(AccountState account) implements CredentialVerdict {

        /** An account without a fingerprint. */
        public Accepted(UserInfo user) {
            this(new AccountState(user));
        }

        public UserInfo user() {
            return account.user();
        }
    }

    /** Unknown user or wrong password; which of them is not said. */
    record Rejected() implements CredentialVerdict {}

    /** Too many checks are waiting; the client gets 503. */
    record Busy(Duration retryAfter) implements CredentialVerdict {}
}
