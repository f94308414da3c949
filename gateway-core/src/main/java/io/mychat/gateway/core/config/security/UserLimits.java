package io.mychat.gateway.core.config.security;

import io.mychat.gateway.core.config.CommandRange;
import java.util.Map;

/**
 * The limits of one user over all sessions on this node; keys of section {@code security}, described in
 * docs/configuration.md. A rate of 0 means no limit.
 *
 * @param limitsByRole limits of users with a role, by role; they also apply to each session of the user
 * @param limitsByCommand limits of single commands; no two ranges overlap
 * @since 0.1.0
 */
public record UserLimits(
        int userMessagesPerSecond,
        int userMessageBurst,
        long userBytesPerSecond,
        long userByteBurst,
        int maxTrackedUsers,
        Map<String, RoleLimits> limitsByRole,
        Map<CommandRange, CommandLimit> limitsByCommand) {

    public UserLimits {
        limitsByRole = Map.copyOf(limitsByRole);
        limitsByCommand = Map.copyOf(limitsByCommand);
    }
}
