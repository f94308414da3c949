package io.mychat.gateway.core.processor;

import io.mychat.gateway.core.codec.ReplyBuffers;
import io.mychat.gateway.core.observe.Counters;
import io.mychat.gateway.core.observe.LatencyHistogram;
import io.mychat.gateway.spi.codec.PayloadBuffer;
import io.mychat.gateway.spi.message.ErrorCode;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one read of a connection's socket has brought. It arrived at one moment, and what is answered at once leaves together
 * behind it, so that the clock is read once in front of it and once behind it. A connection has one, for all its reads: a new
 * object in an old one for each of them would cost the collector more than the clock. Used on the I/O thread that reads.
 */
final class ReadBatch {

    /** Whether something has come with this read, and the moment is known. */
    private boolean begun;

    private int nano;
    private long second;
    private long nanos;

    /** The good answers that leave with the end of the read and are not counted yet, and where they are counted. */
    private int answered;

    private @Nullable LatencyHistogram latency;

    /** For the replies; null until the first one. */
    private @Nullable PayloadBuffer buffer;

    /** Something of this read has come. */
    void begin(TimeSource time) {
        if (!begun) {
            begun = true;
            Instant now = time.now();
            second = now.getEpochSecond();
            nano = now.getNano();
            nanos = time.nanoTime();
        }
    }

    /** The moment of the read. */
    Instant at() {
        return Instant.ofEpochSecond(second, nano);
    }

    /** The same by {@link TimeSource#nanoTime()}. */
    long nanos() {
        return nanos;
    }

    /** Notes a good answer that leaves with the end of the read. */
    void answered(LatencyHistogram histogram, Counters counters, TimeSource time) {
        if (latency != histogram) {
            count(counters, time);
            latency = histogram;
        }
        answered++;
    }

    /** For a reply that is sent before the read ends. */
    PayloadBuffer buffer(ReplyBuffers buffers) {
        PayloadBuffer known = buffer;
        if (known == null) {
            known = buffers.take();
            buffer = known;
        }
        return known;
    }

    /** The read has ended: counts the answers. */
    void end(Counters counters, TimeSource time, ReplyBuffers buffers) {
        begun = false;
        count(counters, time);
        PayloadBuffer used = buffer;
        if (used != null) {
            buffer = null;
            buffers.giveBack(used);
        }
    }

    private void count(Counters counters, TimeSource time) {
        LatencyHistogram histogram = latency;
        if (answered > 0 && histogram != null) {
            counters.answered(ErrorCode.SUCCESS, answered, time.nanoTime() - nanos, histogram);
            answered = 0;
        }
    }
}
