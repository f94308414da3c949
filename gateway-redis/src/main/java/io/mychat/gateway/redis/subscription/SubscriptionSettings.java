package io.mychat.gateway.redis.subscription;

import java.time.Duration;

/**
 * How a deaf subscription is found and replaced.
 *
 * @param probe how often this gateway publishes a probe to itself
 * @param silence a subscription that has received nothing for so long is made anew
 * @param longestPause between two attempts to subscribe
 */
public record SubscriptionSettings(Duration probe, Duration silence, Duration longestPause) {

    public static SubscriptionSettings defaults() {
        return new SubscriptionSettings(Duration.ofSeconds(2), Duration.ofSeconds(6), Duration.ofSeconds(3));
    }
}
