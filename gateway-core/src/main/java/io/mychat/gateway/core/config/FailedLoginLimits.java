package io.mychat.gateway.core.config;

import io.mychat.gateway.core.config.reading.NumberKey;
import io.mychat.gateway.spi.config.ConfigSection;

/**
 * How many logins may fail within a minute ({@code security.failed_logins_per_minute}); 0: no limit.
 *
 * @param userAndAddress for one user from one address
 * @param address from one address, whoever the user is
 * @param user for one user, from wherever
 * @param credentials refresh tokens, access tokens and API keys that are refused, from one address
 */
public record FailedLoginLimits(int userAndAddress, int address, int user, int credentials) {

    private static final NumberKey USER_AND_ADDRESS = new NumberKey("user_and_address", 10, 0, 10_000);
    private static final NumberKey ADDRESS = new NumberKey("address", 60, 0, 10_000);
    private static final NumberKey USER = new NumberKey("user", 100, 0, 10_000);

    private static final NumberKey CREDENTIALS = new NumberKey("credentials", 60, 0, 10_000);

    public FailedLoginLimits {
        USER_AND_ADDRESS.check(userAndAddress);
        ADDRESS.check(address);
        USER.check(user);
        CREDENTIALS.check(credentials);
    }

    static FailedLoginLimits read(ConfigSection section) {
        return new FailedLoginLimits(
                USER_AND_ADDRESS.intIn(section),
                ADDRESS.intIn(section),
                USER.intIn(section),
                CREDENTIALS.intIn(section));
    }
}
