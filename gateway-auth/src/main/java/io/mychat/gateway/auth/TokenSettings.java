package io.mychat.gateway.auth;

import java.time.Duration;
import java.util.Optional;

/**
 * How tokens are made and judged (section {@code auth}).
 *
 * @param issuer put into {@code iss} and demanded there; empty: neither
 * @param audience put into {@code aud} and demanded there; empty: a token with an {@code aud} is for somebody else
 * @param lifetime from {@code iat} to {@code exp}, whole seconds
 * @param clockSkew how far {@code iat} and {@code nbf} may lie in the future; {@code exp} has no grace
 * @param maxTokenBytes longer tokens are not looked at
 * @param maxLifetime tokens that live longer, from {@code iat} to {@code exp}, are refused; empty: as long as the longest that
 *     this service has issued
 */
public record TokenSettings(
        Optional<String> issuer,
        Optional<String> audience,
        Duration lifetime,
        Duration clockSkew,
        int maxTokenBytes,
        Optional<Duration> maxLifetime) {

    static final int DEFAULT_LIFETIME_SECONDS = 86_400;
    static final int DEFAULT_CLOCK_SKEW_SECONDS = 30;
    static final int DEFAULT_MAX_TOKEN_BYTES = 16_384;

    public TokenSettings {
        if (lifetime.toSeconds() < 1 || clockSkew.isNegative() || maxTokenBytes < 1) {
            throw new IllegalArgumentException("lifetime and maxTokenBytes must be positive, clockSkew not negative");
        }
        if (maxLifetime.filter(most -> most.compareTo(lifetime) < 0).isPresent()) {
            throw new IllegalArgumentException("maxLifetime must not be shorter than lifetime");
        }
    }

    /** Where no token may live longer than those that are issued. */
    public TokenSettings(
            Optional<String> issuer,
            Optional<String> audience,
            Duration lifetime,
            Duration clockSkew,
            int maxTokenBytes) {
        this(issuer, audience, lifetime, clockSkew, maxTokenBytes, Optional.empty());
    }

    /** No issuer, no audience, one day, 30 s, 8 KiB. */
    public static TokenSettings defaults() {
        return new TokenSettings(
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(DEFAULT_LIFETIME_SECONDS),
                Duration.ofSeconds(DEFAULT_CLOCK_SKEW_SECONDS),
                DEFAULT_MAX_TOKEN_BYTES);
    }
}
