package io.mychat.gateway.spi.auth;

import io.mychat.gateway.spi.session.AccountState;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.UserInfo;
import java.time.Instant;

/**
 * A login that refresh tokens can continue (a token family).
 *
 * @param familyId identifies the login
 * @param account the account at the time of the login; it has no fingerprint when the login had none
 * @param device the device of the login
 * @param expiresAt the expiry of the newest refresh token of the family
 * @since 0.1.0
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
