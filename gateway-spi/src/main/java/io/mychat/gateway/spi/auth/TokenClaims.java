package io.mychat.gateway.spi.auth;

import io.mychat.gateway.spi.session.AccountState;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.UserInfo;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The content of a valid access token. A foreign token is one that another issuer has signed.
 *
 * @param tokenId the {@code jti}
 * @param account the user's account; foreign tokens and tokens of releases without fingerprints have no fingerprint
 * @param device the device that the token was issued for; null when a foreign token names none
 * @param familyId the login that the token descends from; empty in a foreign token
 * @param generation the user's token generation at the time of issue; in a foreign token 0, or the time of issue, see
 *     {@link TokenVerifier#verify}
 * @param issuedAt the time of issue, in whole seconds
 * @param expiresAt the expiry, in whole seconds
 * @param signedBy identifies the key that signed the token and the rules that accepted it, in the terms of the {@link
 *     TokenService}, see {@link TokenService#trusts}; not a part of the token, and not a secret
 * @param loginId the login at another issuer, unique among all issuers; empty: unknown, or a token of the gateway's own
 * @since 0.1.0
 */
public record TokenClaims(
        String tokenId,
        AccountState account,
        @Nullable DeviceKey device,
        String familyId,
        long generation,
        Instant issuedAt,
        Instant expiresAt,
        String signedBy,
        String loginId) {

    /** Claims without a login at another issuer. */
    public TokenClaims(
            String tokenId,
            AccountState account,
            @Nullable DeviceKey device,
            String familyId,
            long generation,
            Instant issuedAt,
            Instant expiresAt,
            String signedBy) {
        this(tokenId, account, device, familyId, generation, issuedAt, expiresAt, signedBy, "");
    }

    /** Claims for an account without a fingerprint, from a service with one key. */
    public TokenClaims(
            String tokenId,
            UserInfo user,
            @Nullable DeviceKey device,
            String familyId,
            long generation,
            Instant issuedAt,
            Instant expiresAt) {
        this(tokenId, new AccountState(user), device, familyId, generation, issuedAt, expiresAt, "");
    }

    /** The same claims under another id. */
    public TokenClaims withTokenId(String id) {
        return new TokenClaims(id, account, device, familyId, generation, issuedAt, expiresAt, signedBy, loginId);
    }

    /** The same claims, accepted under another name. */
    public TokenClaims withSignedBy(String name) {
        return new TokenClaims(tokenId, account, device, familyId, generation, issuedAt, expiresAt, name, loginId);
    }

    public UserInfo user() {
        return account.user();
    }
}
