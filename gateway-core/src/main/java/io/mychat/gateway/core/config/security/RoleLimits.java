package io.mychat.gateway.core.config.security;

import java.util.OptionalLong;

/**
 * The message limits of one role ({@code security.limits_by_role}). Each component has the meaning of the key of the
 * same name in {@code security}; empty: the role does not change the limit.
 *
 * @since 0.1.0
 */
public record RoleLimits(
        OptionalLong messagesPerSecond,
        OptionalLong messageBurst,
        OptionalLong userMessagesPerSecond,
        OptionalLong userMessageBurst,
        OptionalLong userBytesPerSecond,
        OptionalLong userByteBurst) {}
