package io.mychat.gateway.core.config;

import java.util.Map;

/**
 * What one user may send over all sessions on this node; keys of the section {@code security}, described in
 * docs/configuration.md. A rate of 0 is off.
 *
 * @param limitsByRole limits of users with a role, by the role's name; they bound the users' sessions as well
 */
public record UserLimits(
        int userMessagesPerSecond,
        int userMessageBurst,
        long userBytesPerSecond,
        long userByteBurst,
        int maxTrackedUsers,
        Map<String, RoleLimits> limitsByRole) {

    public UserLimits {
        limitsByRole = Map.copyOf(limitsByRole);
    }
}
