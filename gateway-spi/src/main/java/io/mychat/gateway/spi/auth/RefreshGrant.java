package io.mychat.gateway.spi.auth;

import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.UserInfo;
import java.time.Instant;

/**
 * A login that may be continued by refresh tokens.
 *
 * @param familyId names the login
 * @param user whose it is, as at the login
 * @param device where it was made
 * @param expiresAt when its newest refresh token ends
 */
public record RefreshGrant(String familyId, UserInfo user, DeviceKey device, Instant expiresAt) {

    public String userId() {
        return user.userId();
    }
}
