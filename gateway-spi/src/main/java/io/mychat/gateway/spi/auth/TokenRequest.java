package io.mychat.gateway.spi.auth;

import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.UserInfo;

/**
 * What to put into an access token.
 *
 * @param device the device that it is for
 * @param familyId the login that it descends from: all tokens refreshed from one login share it
 * @param generation the user's token generation at that time, see {@link TokenStore#generation}
 */
public record TokenRequest(UserInfo user, DeviceKey device, String familyId, long generation) {}
