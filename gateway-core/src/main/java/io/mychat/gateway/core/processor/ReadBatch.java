package io.mychat.gateway.core.processor;

import io.mychat.gateway.core.observe.Counters;
import io.mychat.gateway.core.observe.LatencyHistogram;
import io.mychat.gateway.spi.message.ErrorCode;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one read of a connection's socket has brought. It arrived at one moment, and what is answered at once leaves together
 * behind it, so that the clock is read once in front of it and once behind it. Used on the I/O thread that reads.
 */
final class ReadBatch {

    private final Instant at;
    private final long nanos;
    /** Of the answers that are not counted yet. */
    private @Nullable LatencyHistogram latency;

    private int answered;

    ReadBatch(TimeSource time) {
        this.at = time.now();
        this.nanos = time.nanoTime();
    }

    /** The moment of the read. */
    Instant at() {
        return at;
    }

    /** The same by {@link TimeSource#nanoTime()}. */
    long nanos() {
        return nanos;
    }

    /** Notes a good answer that leaves with the end of the read. */
    void answered(LatencyHistogram histogram, Counters counters, TimeSource time) {
        if (latency != histogram) {
            end(counters, time);
            latency = histogram;
        }
        answered++;
    }

    /** Counts the answers. */
    void end(Counters counters, TimeSource time) {
        LatencyHistogram histogram = latency;
        if (histogram != null) {
            counters.answered(ErrorCode.SUCCESS, answered, time.nanoTime() - nanos, histogram);
            latency = null;
            answered = 0;
        }
    }
}
