package io.mychat.gateway.redis.bus;

import java.time.Duration;

/**
 * @param probe how often a probe is published to oneself
 * @param silence after how long without hearing one the subscription is deaf, and made anew
 * @param longestPause between two tries to subscribe
 */
public record BusSettings(Duration probe, Duration silence, Duration longestPause) {

    public static BusSettings defaults() {
        return new BusSettings(Duration.ofSeconds(2), Duration.ofSeconds(6), Duration.ofSeconds(3));
    }
}
