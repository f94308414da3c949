package io.mychat.gateway.spi.auth;

/**
 * Users whose passwords can be checked, too.
 *
 * @since 0.1.0
 */
public interface Accounts extends UserDirectory {

    /** Makes a verifier of the passwords. The caller closes it, if it is {@link AutoCloseable}. */
    CredentialVerifier passwordVerifier();
}
