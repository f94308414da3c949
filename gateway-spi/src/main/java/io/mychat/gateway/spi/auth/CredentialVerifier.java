package io.mychat.gateway.spi.auth;

/**
 * Checks user names and passwords. Thread-safe; may block. An unknown user and a wrong password must take the same time
 * and have the same outcome. Both texts are what a client has sent: any characters, empty, or as long as {@code
 * server.max_message_bytes} (65,536 bytes) and {@code server.max_body_bytes} allow. Such input is rejected, never thrown.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface CredentialVerifier {

    /**
     * Checks a password. User names and passwords are compared to the letter.
     *
     * @throws io.mychat.gateway.spi.StoreUnavailableException when the accounts cannot be read; the client gets 503
     */
    CredentialVerdict verify(String username, String password);

    /**
     * As {@link #verify(String, String)}. A verifier with expensive checks shares its capacity fairly among the
     * origins, so that password guessing from one address does not delay logins from others.
     */
    default CredentialVerdict verify(String username, String password, LoginOrigin origin) {
        return verify(username, password);
    }
}
