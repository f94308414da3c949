package io.mychat.gateway.spi.session;

import java.time.Duration;
import java.util.Set;

/**
 * The login policy of one platform (specification 3.3 and 7.1), as data.
 *
 * @param name the name in {@link DeviceKey#platform()}
 * @param maxDevices the most devices of one user that are logged in at once, at least 1
 * @param whenFull the treatment of a further login
 * @param notifyOnNewLogin whether the user's other sessions are notified of a new login on this platform
 * @param sessionTimeout time without activity after which a session is closed
 * @param requiredRoles a user needs at least one of these roles to log in; empty: every user may log in
 * @param strict whether every command is treated as {@link io.mychat.gateway.spi.message.Sensitivity#SENSITIVE}
 * @since 0.1.0
 */
public record Platform(
        String name,
        int maxDevices,
        WhenFull whenFull,
        boolean notifyOnNewLogin,
        Duration sessionTimeout,
        Set<String> requiredRoles,
        boolean strict) {

    /** The treatment of a login when all seats are taken. */
    public enum WhenFull {
        /** The oldest login loses its seat. */
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
