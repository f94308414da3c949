package io.mychat.gateway.core.config;

/**
 * How many logins may fail within a minute ({@code security.failed_logins_per_minute}); 0: no limit.
 *
 * @param userAndAddress for one user from one address
 * @param address from one address, whoever the user is
 * @param user for one user, from wherever
 * @param credentials refresh tokens, access tokens and API keys that are refused, from one address
 */
public record FailedLoginLimits(int userAndAddress, int address, int user, int credentials) {}
