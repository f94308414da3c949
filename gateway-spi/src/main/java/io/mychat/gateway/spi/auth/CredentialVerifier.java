package io.mychat.gateway.spi.auth;

/**
 * Checks user names and passwords. Thread-safe; may block. An unknown user and a wrong password must take the same time
 * and have the same outcome.
 */
@FunctionalInterface
public interface CredentialVerifier {

    CredentialVerdict verify(String username, String password);

    /**
     * As {@link #verify(String, String)}. A verifier with expensive checks shares its capacity fairly among the
     * origins, so that password guessing from one address does not delay logins from others.
     */
    default CredentialVerdict verify(String username, String password, LoginOrigin origin) {
        return verify(username, password);
    }
}
