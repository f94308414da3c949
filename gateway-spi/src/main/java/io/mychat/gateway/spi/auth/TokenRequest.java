package io.mychat.gateway.spi.auth;

import io.mychat.gateway.spi.session.AccountState;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.UserInfo;

/**
 * What to put into an access token.
 *
 * @param account whose it is; its fingerprint, where there is one, goes into the token
 * @param device the device that it is for
 * @param familyId the login that it descends from: all tokens refreshed from one login share it
 * @param generation the user's token generation at that time, see {@link TokenStore#generation}
 */
public record TokenRequest(AccountState account, DeviceKey device, String familyId, long generation) {

    /** For an account without a fingerprint. */
    public TokenRequest(UserInfo user, DeviceKey device, String familyId, long generation) {
        this(new AccountState(user), device, familyId, generation);
    }

    public UserInfo user() {
        return account.user();
    }
}
