package io.mychat.gateway.spi.session;

import java.time.Duration;
import java.util.Set;

/**
 * The login policy of one platform (specification 3.3 and 7.1), as data.
 *
 * @param name as in {@link DeviceKey#platform()}
 * @param maxDevices how many devices of one user may be logged in at once, at least 1
 * @param whenFull what happens to one more
 * @param notifyOnNewLogin whether the user's other sessions are told about a new login here
 * @param sessionTimeout after how long without activity a session is closed
 * @param requiredRoles roles of which a user needs at least one to log in here; empty: anybody
 * @param strict whether every command counts as sensitive
 */
public record Platform(
        String name,
        int maxDevices,
        WhenFull whenFull,
        boolean notifyOnNewLogin,
        Duration sessionTimeout,
        Set<String> requiredRoles,
        boolean strict) {

    /** What happens to a login when all seats are taken. */
    public enum WhenFull {
        /** The oldest logins make room. */
        KICK_OLDEST,
        /** The new login is refused. */
        REJECT
    }

    public Platform {
        if (!DeviceKey.isValidPlatform(name)) {
            throw new IllegalArgumentException("platform must be 1 to 32 of a-z 0-9 _ -");
        }
        if (maxDevices < 1) {
            throw new IllegalArgumentException("maxDevices must be at least 1, not " + maxDevices);
        }
        requiredRoles = Set.copyOf(requiredRoles);
    }
}
