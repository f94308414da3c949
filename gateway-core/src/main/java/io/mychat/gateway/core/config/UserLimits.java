package io.mychat.gateway.core.config;

import io.mychat.gateway.core.config.reading.NumberKey;
import io.mychat.gateway.spi.config.ConfigSection;
import java.util.Map;

/**
 * What one user may send over all sessions on this node; keys of the section {@code security}. A rate of 0 is off.
 *
 * @param messagesPerSecond how many messages in the long run
 * @param messageBurst how many of them at once, at least 1
 * @param bytesPerSecond how many bytes of messages in the long run
 * @param byteBurst how many of them at once, at least 1
 * @param maxTracked how many users' usage is remembered at once
 * @param byRole limits of users with a role, of their sessions as of themselves; by the role's name
 */
public record UserLimits(
        int messagesPerSecond,
        int messageBurst,
        long bytesPerSecond,
        long byteBurst,
        int maxTracked,
        Map<String, RoleLimits> byRole) {

    static final NumberKey MESSAGES_PER_SECOND = new NumberKey("user_messages_per_second", 200, 0, 1_000_000);
    static final NumberKey MESSAGE_BURST = new NumberKey("user_message_burst", 1000, 1, 10_000_000);
    static final NumberKey BYTES_PER_SECOND = new NumberKey("user_bytes_per_second", 1 << 20, 0, 1L << 32);
    static final NumberKey BYTE_BURST = new NumberKey("user_byte_burst", 16 << 20, 1, 1L << 32);
    private static final NumberKey MAX_TRACKED = new NumberKey("max_tracked_users", 200_000, 1, 10_000_000);

    public UserLimits {
        MESSAGES_PER_SECOND.check(messagesPerSecond);
        MESSAGE_BURST.check(messageBurst);
        BYTES_PER_SECOND.check(bytesPerSecond);
        BYTE_BURST.check(byteBurst);
        MAX_TRACKED.check(maxTracked);
        byRole = Map.copyOf(byRole);
    }

    /** @param section {@code security} */
    static UserLimits read(ConfigSection section) {
        return new UserLimits(
                MESSAGES_PER_SECOND.intIn(section),
                MESSAGE_BURST.intIn(section),
                BYTES_PER_SECOND.longIn(section),
                BYTE_BURST.longIn(section),
                MAX_TRACKED.intIn(section),
                RoleLimits.readAll(section));
    }
}
