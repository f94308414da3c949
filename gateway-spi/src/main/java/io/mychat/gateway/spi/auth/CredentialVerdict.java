package io.mychat.gateway.spi.auth;

import io.mychat.gateway.spi.session.AccountState;
import io.mychat.gateway.spi.session.UserInfo;
import java.time.Duration;

/**
 * The outcome of {@link CredentialVerifier#verify}.
 *
 * @since 0.1.0
 */
public sealed interface CredentialVerdict {

    /**
     * The password is correct.
     *
     * @param account the account at the time of the check. Without a fingerprint, later changes of the account are not
     *     compared with this login
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

    /** The user is unknown or the password is wrong; the caller cannot tell which. */
    record Rejected() implements CredentialVerdict {}

    /** Too many checks are waiting; the client gets 503 with this retry time. */
    record Busy(Duration retryAfter) implements CredentialVerdict {}
}
