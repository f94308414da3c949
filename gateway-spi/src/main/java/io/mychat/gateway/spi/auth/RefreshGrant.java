package io.mychat.gateway.spi.auth;

import io.mychat.gateway.spi.session.AccountState;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.UserInfo;
import java.time.Instant;

/**
 * A login that may be continued by refresh tokens.
 *
 * @param familyId names the login
 * @param account whose it is, as at the login; without a fingerprint where the login has none
 * @param device where it was made
 * @param expiresAt when its newest refresh token ends
 */
public record RefreshGrant(String familyId, AccountState account, DeviceKey device, Instant expiresAt) {

    /** A login whose account has no fingerprint. */
    public RefreshGrant(String familyId, UserInfo user, DeviceKey device, Instant expiresAt) {
        this(familyId, new AccountState(user), device, expiresAt);
    }

    public UserInfo user() {
        return account.user();
    }

    public String userId() {
        return account.userId();
    }

    /** The same login with a newer refresh token. */
    public RefreshGrant withExpiresAt(Instant end) {
        return new RefreshGrant(familyId, account, device, end);
    }
}
