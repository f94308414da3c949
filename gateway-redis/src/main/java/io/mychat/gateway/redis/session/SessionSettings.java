package io.mychat.gateway.redis.session;

import java.time.Duration;

/**
 * @param refresh the longest interval between two comparisons of all own sessions with Redis
 * @param renewal the longest interval between two renewals of a session: its entry is written again, with its life, and all
 *     keys of its user are looked after. In between it is only compared. Zero: with each comparison
 * @param goneKept the time for which ended sessions are remembered, so that a node that missed their end does not
 *     restore them
 * @param batch the users that are refreshed, indexed or cleaned in one round trip
 * @param pace the users per second that are registered again after an outage
 */
public record SessionSettings(Duration refresh, Duration renewal, Duration goneKept, int batch, int pace) {

    public static SessionSettings defaults() {
        return new SessionSettings(Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofMinutes(15), 200, 5000);
    }

    public SessionSettings withRefresh(Duration every) {
        return new SessionSettings(every, renewal, goneKept, batch, pace);
    }
}
