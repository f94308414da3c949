package io.mychat.gateway.alerts.delivery;

import java.time.Duration;

/**
 * How alerts are brought to each channel.
 *
 * @param group how long alerts are collected for one notification
 * @param maxPending alerts that may wait for a channel
 * @param maxAlerts alerts in one notification
 * @param rate notifications in a minute
 * @param retry of a notification
 */
public record DeliverySettings(Duration group, int maxPending, int maxAlerts, int rate, Retry retry) {

    /** The time for what waits when the gateway stops. */
    public Duration stopTimeout() {
        return retry.stop();
    }

    /**
     * @param timeout of one attempt
     * @param backoff before the first repetition; it doubles, up to {@code maxBackoff}
     * @param deadline from the making of a notification to its last attempt
     * @param stop the time for what waits when the gateway stops
     */
    public record Retry(Duration timeout, Duration backoff, Duration maxBackoff, Duration deadline, Duration stop) {

        /** @param failures attempts that have failed, at least 1 */
        Duration pause(int failures, double random) {
            long doubled = backoff.toMillis() << Math.min(failures - 1, 20);
            long pause = Math.min(doubled, maxBackoff.toMillis());
            // Between half of it and all of it, so that nodes do not knock in step.
            return Duration.ofMillis(pause / 2 + (long) (pause / 2.0 * random));
        }
    }
}
