package io.mychat.gateway.redis.inspection;

import java.time.Duration;

/**
 * How Redis's servers are looked at for what an operator should mend.
 *
 * @param every how often; zero: never
 * @param clockDifference how far a server's clock may be from this gateway's
 */
public record ServerCheckSettings(Duration every, Duration clockDifference) {

    public static ServerCheckSettings defaults() {
        return new ServerCheckSettings(Duration.ofSeconds(60), Duration.ofSeconds(1));
    }

    /** No inspection. */
    public static ServerCheckSettings off() {
        return new ServerCheckSettings(Duration.ZERO, defaults().clockDifference());
    }
}
