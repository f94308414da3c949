package io.mychat.gateway.spi.session;

/**
 * How many seats a login may compete for.
 *
 * @param maxDevices seats of one user on the platform, at least 1
 * @param whenFull what happens when they are taken
 * @param maxSessionsPerUser seats of one user on all platforms together; 0: no limit. Beyond it logins are refused
 */
public record SeatRule(int maxDevices, Platform.WhenFull whenFull, int maxSessionsPerUser) {

    public SeatRule {
        if (maxDevices < 1 || maxSessionsPerUser < 0) {
            throw new IllegalArgumentException("maxDevices must be at least 1, maxSessionsPerUser not negative");
        }
    }
}
