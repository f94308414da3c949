package io.mychat.gateway.core.store;

import java.time.Duration;

/**
 * The bounds of an {@link InMemoryTokenStore}.
 *
 * @param accessLifetime the longest remaining life of access tokens issued earlier, also before a restart with other
 *     settings. A revocation is remembered for this time or the lifetime of new tokens, whichever is longer, plus five
 *     minutes
 * @param maxFamilies the most logins of all users that a refresh token can continue. Beyond it the login with the
 *     earliest end is revoked
 * @param maxFamiliesPerUser the most such logins of one user, so that one user's logins do not displace another's
 * @param maxDeadTokensPerFamily the most exchanged refresh tokens that are remembered, to detect their reuse. An older
 *     one is unknown: it is refused, but the family stays valid
 * @param maxRevocations the most remembered revocations of each kind: tokens, families and users. Beyond it the one
 *     with the least time left is forgotten
 */
public record TokenStoreLimits(
        Duration accessLifetime,
        int maxFamilies,
        int maxFamiliesPerUser,
        int maxDeadTokensPerFamily,
        int maxRevocations) {

    public TokenStoreLimits {
        if (accessLifetime.isNegative() || accessLifetime.isZero()) {
            throw new IllegalArgumentException("accessLifetime must be positive");
        }
        if (maxFamilies < 1 || maxFamiliesPerUser < 1 || maxDeadTokensPerFamily < 1 || maxRevocations < 1) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }

    /** One day, 500,000 logins and 100 of one user, 64 dead tokens of each, 500,000 revocations of each kind. */
    public static TokenStoreLimits defaults() {
        return new TokenStoreLimits(Duration.ofDays(1), 500_000, 100, 64, 500_000);
    }
}
