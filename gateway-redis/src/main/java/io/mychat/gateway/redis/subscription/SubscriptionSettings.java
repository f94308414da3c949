package io.mychat.gateway.redis.subscription;

import java.time.Duration;

/**
 * The settings for finding and renewing a deaf subscription.
 *
 * @param probe the interval of the probes that this gateway publishes to itself
 * @param silence the time without input after which the subscription is renewed
 * @param longestPause the longest pause between two attempts to subscribe
 */
public record SubscriptionSettings(Duration probe, Duration silence, Duration longestPause) {

    public static SubscriptionSettings defaults() {
        return new SubscriptionSettings(Duration.ofSeconds(2), Duration.ofSeconds(6), Duration.ofSeconds(3));
    }
}
