package io.mychat.gateway.spi.auth;

import io.mychat.gateway.spi.session.AccountState;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.UserInfo;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a valid access token says.
 *
 * @param tokenId its {@code jti}
 * @param account whose it is; without a fingerprint in a foreign token, and in one of a release that wrote none
 * @param device the device it was issued for; null in a foreign token that names none
 * @param familyId the login that it descends from; empty in a foreign token
 * @param generation the user's token generation when it was issued; 0 in a foreign token
 * @param issuedAt whole seconds
 * @param expiresAt whole seconds
 * @param signedBy what the {@link TokenService} calls the key that signed it, and what else it was accepted for, see {@link
 *     TokenService#trusts}; not a part of the token, and no secret
 */
public record TokenClaims(
        String tokenId,
        AccountState account,
        @Nullable DeviceKey device,
        String familyId,
        long generation,
        Instant issuedAt,
        Instant expiresAt,
        String signedBy) {

    /** Of an account without a fingerprint, from a service that has one key. */
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

    public UserInfo user() {
        return account.user();
    }
}
