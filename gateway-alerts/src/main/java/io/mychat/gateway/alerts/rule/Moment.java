package io.mychat.gateway.alerts.rule;

import io.mychat.gateway.spi.time.TimeSource;
import java.time.Instant;

/** A moment on both clocks. */
public record Moment(long nanos, Instant wall) {

    public static Moment of(TimeSource time) {
        return new Moment(time.nanoTime(), time.now());
    }
}
