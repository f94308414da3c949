package io.mychat.gateway.spi.auth;

import io.mychat.gateway.spi.session.AccountState;
import io.mychat.gateway.spi.session.UserInfo;
import java.util.Optional;

/**
 * Looks up users. Thread-safe; may block. An id that is no valid user id ({@link UserInfo#isValidUserId}) belongs to nobody
 * and is not thrown. Throws {@link io.mychat.gateway.spi.StoreUnavailableException} when the users cannot be read.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface UserDirectory {

    /** The user with exactly this id; empty when there is none. */
    Optional<UserInfo> findById(String userId);

    /**
     * Whether {@link #findById} and {@link #account} never wait, neither for I/O nor for a thread that may: the gateway
     * may then call them on the threads that read the sockets.
     */
    default boolean neverWaits() {
        return false;
    }

    /**
     * The current state of the account; empty when the account does not exist. User and fingerprint are read together.
     *
     * <p>When the directory and the {@link CredentialVerifier} report the same fingerprints, the gateway compares
     * tokens and logins with this state at each use. It refuses them when the account was removed or has other
     * credentials or roles. The call is frequent, so it should be answered from memory. Without fingerprints nothing is
     * compared, and the host application has to report changes.
     */
    default Optional<AccountState> account(String userId) {
        return findById(userId).map(AccountState::new);
    }
}
