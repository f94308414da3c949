package io.mychat.gateway.core.store;

import java.time.Duration;

/**
 * The bounds of an {@link InMemoryTokenStore}.
 *
 * @param accessLifetime how long an access token lives at least that may be out, also one from before a restart with
 *     other settings; what is revoked is remembered for that long, or as long as tokens are issued for now, and five minutes
 *     more
 * @param maxFamilies logins that may be continued, of all users together. Beyond it the one that would end first is
 *     revoked
 * @param maxFamiliesPerUser the same of one user, so that nobody's logins push out another's
 * @param maxDeadTokensPerFamily replaced refresh tokens that are remembered, to notice when one is shown. An older one is
 *     unknown: refused as well, but the family lives on
 * @param maxRevocations revoked tokens, revoked families and raised users that are remembered, each. Beyond it the one that
 *     has the least time left is forgotten
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
