package io.mychat.gateway.spi.auth;

/**
 * Checks user names and passwords. Safe for use by many threads; may block. An unknown user and a wrong password must
 * cost and answer the same.
 */
@FunctionalInterface
public interface CredentialVerifier {

    CredentialVerdict verify(String username, String password);

    /**
     * As {@link #verify(String, String)}. A verifier whose checks are expensive serves them fairly by their origins, so that
     * whoever guesses delays nobody else.
     */
    default CredentialVerdict verify(String username, String password, LoginOrigin origin) {
        return verify(username, password);
    }
}
