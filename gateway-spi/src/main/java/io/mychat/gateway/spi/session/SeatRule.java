package io.mychat.gateway.spi.session;

import java.time.Duration;

/**
 * The number of seats for a login, and how long a seat is kept without activity.
 *
 * @param maxDevices seats of one user on the platform, at least 1
 * @param whenFull the treatment of a login when all seats are taken
 * @param maxSessionsPerUser seats of one user on all platforms together; 0: no limit. At the limit, further logins are
 *     refused
 * @param sessionTimeout time without activity after which the node closes the session; stores keep their entries longer
 * @since 0.1.0
 */
public record SeatRule(int maxDevices, Platform.WhenFull whenFull, int maxSessionsPerUser, Duration sessionTimeout) {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(5);

    public SeatRule {
        if (maxDevices < 1 || maxSessionsPerUser < 0) {
            throw new IllegalArgumentException("maxDevices must be at least 1, maxSessionsPerUser not negative");
        }
        if (sessionTimeout.isNegative() || sessionTimeout.isZero()) {
            throw new IllegalArgumentException("sessionTimeout must be positive");
        }
    }

    /** A rule with a session timeout of five minutes. */
    public SeatRule(int maxDevices, Platform.WhenFull whenFull, int maxSessionsPerUser) {
        this(maxDevices, whenFull, maxSessionsPerUser, DEFAULT_TIMEOUT);
    }
}
