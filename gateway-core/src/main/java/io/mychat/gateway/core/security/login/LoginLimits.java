package io.mychat.gateway.core.security.login;

import io.mychat.gateway.core.config.FailedLoginLimits;
import io.mychat.gateway.core.config.GatewayConfig;
import java.net.InetAddress;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * How many logins and other credentials may fail.
 *
 * @param knownAddresses how many addresses of a user are known at most; 0: none
 * @param knownLife for how long an address is known
 * @param uncounted addresses that hide many clients: they have no limit of their own
 */
public record LoginLimits(
        FailedLoginLimits perMinute, int knownAddresses, Duration knownLife, Predicate<InetAddress> uncounted) {

    public static LoginLimits of(GatewayConfig config) {
        return new LoginLimits(
                config.security().failedLoginsPerMinute(),
                config.auth().knownAddressesPerUser(),
                config.auth().knownAddressLife(),
                config.security().clientAddress()::isUncounted);
    }
}
