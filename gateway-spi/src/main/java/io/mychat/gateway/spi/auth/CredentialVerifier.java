package io.mychat.gateway.spi.auth;

/**
 * Checks user names and passwords. Safe for use by many threads; may block. An unknown user and a wrong password must
 * cost and answer the same.
 */
@FunctionalInterface
public interface CredentialVerifier {

    CredentialVerdict verify(String username, String password);
}
