package io.mychat.gateway.core.config.security;

/**
 * Limits of failed logins per minute ({@code security.failed_logins_per_minute}); 0: no limit.
 *
 * @param userAndAddress failures of one user from one address
 * @param address failures from one address, for all users
 * @param user failures of one user, from all addresses
 * @param credentials refused refresh tokens, access tokens and API keys from one address
 * @since 0.1.0
 */
public record FailedLoginLimits(int userAndAddress, int address, int user, int credentials) {}
