package io.mychat.gateway.core.security.login;

import io.mychat.gateway.core.config.GatewayConfig;
import io.mychat.gateway.core.config.security.FailedLoginLimits;
import java.net.InetAddress;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * The limits of failed logins and of other refused credentials.
 *
 * @param knownAddresses the most known addresses of a user; 0: none
 * @param knownLife the time for which an address is known
 * @param uncounted addresses without a limit of their own, because many clients share them
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
