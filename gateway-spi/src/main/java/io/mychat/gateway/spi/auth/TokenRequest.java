package io.mychat.gateway.spi.auth;

import io.mychat.gateway.spi.session.AccountState;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.UserInfo;

/**
 * The content of an access token to issue.
 *
 * @param account the user's account; its fingerprint, if known, is put into the token
 * @param device the device that the token is for
 * @param familyId the login that the token descends from; all tokens refreshed from one login share it
 * @param generation the user's current token generation, see {@link TokenStore#generation}
 * @since 0.1.0
 */
public record TokenRequest(AccountState account, DeviceKey device, String familyId, long generation) {

    /** A request for an account without a fingerprint. */
    public TokenRequest(UserInfo user, DeviceKey device, String familyId, long generation) {
        this(new AccountState(user), device, familyId, generation);
    }

    public UserInfo user() {
        return account.user();
    }
}
