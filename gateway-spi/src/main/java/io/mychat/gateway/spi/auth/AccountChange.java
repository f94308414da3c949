package io.mychat.gateway.spi.auth;

/**
 * A change of an account. The constants are ordered by their effect, the largest first.
 *
 * @since 0.1.0
 */
public enum AccountChange {
    /** The account no longer exists. All tokens are revoked, and all sessions close with 4401. */
    REMOVED,
    /**
     * The account has another password. All tokens are revoked, and all sessions close with 4401. Tokens and sessions
     * that were granted for the new state of the account stay valid, provided that the {@link UserDirectory} reports
     * its {@linkplain io.mychat.gateway.spi.session.AccountState#fingerprint fingerprint}.
     */
    CREDENTIALS,
    /**
     * The account has other roles or another name. All tokens with other roles are revoked. Sessions continue with the
     * new roles; sessions on a platform that requires a lost role close with 4401.
     */
    ROLES
}
