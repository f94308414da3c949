package io.mychat.gateway.spi.session;

import java.time.Duration;

/**
 * How many seats a login may compete for, and how long a seat is kept.
 *
 * @param maxDevices seats of one user on the platform, at least 1
 * @param whenFull what happens when they are taken
 * @param maxSessionsPerUser seats of one user on all platforms together; 0: no limit. Beyond it logins are refused
 * @param sessionTimeout after how long without activity the session's node closes it; stores keep their entries for longer
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

    /** With a session time-out of five minutes. */
    public SeatRule(int maxDevices, Platform.WhenFull whenFull, int maxSessionsPerUser) {
        this(maxDevices, whenFull, maxSessionsPerUser, DEFAULT_TIMEOUT);
    }
}
