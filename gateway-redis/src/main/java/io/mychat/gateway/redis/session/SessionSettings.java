package io.mychat.gateway.redis.session;

import java.time.Duration;

/**
 * @param refresh how often all own sessions are compared with what is stored, at least
 * @param goneKept how long ended sessions are remembered, so that a node that missed their end does not put them back
 * @param batch how many users are refreshed, indexed or cleaned in one round trip
 * @param pace how many users a second are registered again after an outage
 */
public record SessionSettings(Duration refresh, Duration goneKept, int batch, int pace) {

    public static SessionSettings defaults() {
        return new SessionSettings(Duration.ofSeconds(30), Duration.ofMinutes(15), 200, 5000);
    }

    public SessionSettings withRefresh(Duration every) {
        return new SessionSettings(every, goneKept, batch, pace);
    }
}
