package io.mychat.gateway.auth;

import java.time.Duration;
import java.util.Optional;

/**
 * The settings for issuing and verifying tokens (section {@code auth}).
 *
 * @param issuer written into {@code iss} and required there; empty: neither
 * @param audience written into {@code aud} and required there; empty: a token with an {@code aud} is refused
 * @param lifetime the time from {@code iat} to {@code exp}, in whole seconds
 * @param clockSkew the time by which {@code iat} and {@code nbf} may lie in the future; {@code exp} has no grace
 * @param maxTokenBytes longer tokens are malformed
 * @param maxLifetime the longest accepted lifetime, from {@code iat} to {@code exp}; empty: the longest lifetime that
 *     this service has issued
 * @since 0.1.0
 */
public record TokenSettings(
        Optional<String> issuer,
        Optional<String> audience,
        Duration lifetime,
        Duration clockSkew,
        int maxTokenBytes,
        Optional<Duration> maxLifetime) {

    static final int DEFAULT_MAX_TOKEN_BYTES = 16_384;

    public TokenSettings {
        if (lifetime.toSeconds() < 1 || clockSkew.isNegative() || maxTokenBytes < 1) {
            throw new IllegalArgumentException("lifetime and maxTokenBytes must be positive, clockSkew not negative");
        }
        if (maxLifetime.isPresent() && maxLifetime.get().compareTo(lifetime) < 0) {
            throw new IllegalArgumentException("maxLifetime must not be shorter than lifetime");
        }
    }

    /** Settings in which no token may live longer than issued ones. */
    public TokenSettings(
            Optional<String> issuer,
            Optional<String> audience,
            Duration lifetime,
            Duration clockSkew,
            int maxTokenBytes) {
        this(issuer, audience, lifetime, clockSkew, maxTokenBytes, Optional.empty());
    }

    /** No issuer, no audience, one day, 30 s, 16 KiB. */
    public static TokenSettings defaults() {
        return new TokenSettings(
                Optional.empty(),
                Optional.empty(),
                Duration.ofDays(1),
                Duration.ofSeconds(30),
                DEFAULT_MAX_TOKEN_BYTES);
    }
}
