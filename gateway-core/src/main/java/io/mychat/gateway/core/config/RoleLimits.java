package io.mychat.gateway.core.config;

import java.util.OptionalLong;

/**
 * The limits on messages that one role has of its own ({@code security.limits_by_role}). Each component means what the key of
 * the same name means in {@code security}; empty: the role does not change it.
 */
public record RoleLimits(
        OptionalLong messagesPerSecond,
        OptionalLong messageBurst,
        OptionalLong userMessagesPerSecond,
        OptionalLong userMessageBurst,
        OptionalLong userBytesPerSecond,
        OptionalLong userByteBurst) {}
