package io.mychat.gateway.redis.inspection;

import java.time.Duration;

/**
 * The settings of the checks for problems that an operator should solve.
 *
 * @param every the interval of the checks; zero: never
 * @param clockDifference the largest accepted difference between the clocks of a server and this gateway
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
