package io.mychat.gateway.spi.auth;

import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.UserInfo;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a valid access token says.
 *
 * @param tokenId its {@code jti}
 * @param device the device it was issued for; null in a foreign token that names none
 * @param familyId the login that it descends from; empty in a foreign token
 * @param generation the user's token generation when it was issued; 0 in a foreign token
 * @param issuedAt whole seconds
 * @param expiresAt whole seconds
 */
public record TokenClaims(
        String tokenId,
        UserInfo user,
        @Nullable DeviceKey device,
        String familyId,
        long generation,
        Instant issuedAt,
        Instant expiresAt) {}
