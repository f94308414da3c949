package io.mychat.gateway.spi.auth;

import io.mychat.gateway.spi.session.DeviceKey;
import java.time.Instant;

/**
 * A login that may be continued by refresh tokens.
 *
 * @param familyId names the login
 * @param userId whose it is
 * @param device where it was made
 * @param expiresAt when its newest refresh token ends
 */
public record RefreshGrant(String familyId, String userId, DeviceKey device, Instant expiresAt) {}
