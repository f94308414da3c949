package io.mychat.gateway.core.config.security;

/**
 * The limit of a command or a range of commands ({@code security.limits_by_command}).
 *
 * @param messagesPerMinute of one user in the long run; 0: no limit
 * @param messageBurst how many of them at once
 * @since 0.1.0
 */
public record CommandLimit(int messagesPerMinute, int messageBurst) {}
