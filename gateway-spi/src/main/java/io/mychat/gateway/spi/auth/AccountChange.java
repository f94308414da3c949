package io.mychat.gateway.spi.auth;

/** What has become of an account, from the most to the least that ends with it. */
public enum AccountChange {
    /** The account is gone: all tokens are revoked, all sessions close with 4401. */
    REMOVED,
    /**
     * The account has another password. All tokens are revoked and all sessions close with 4401, but for those that were
     * granted for the account as it is now, where the {@link UserDirectory} says its {@linkplain io.mychat.gateway.spi.session.AccountState#fingerprint
     * fingerprint}.
     */
    CREDENTIALS,
    /**
     * The account has other roles or another name. All tokens with other roles are revoked. Sessions go on with the roles
     * that the user has now; those on a platform that asks for a role that the user has no longer close with 4401.
     */
    ROLES
}
