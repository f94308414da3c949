package io.mychat.gateway.core.watch;

import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * Measures the time without progress. A limit is exceeded from the second look on at the earliest, because after a
 * pause of the whole process nothing has made progress. Guarded by the owner.
 */
final class Stillness {

    private final TimeSource time;
    private long since;
    private int looks;

    Stillness(TimeSource time) {
        this.time = time;
    }

    /** Notes progress at this moment. */
    void moved() {
        since = time.nanoTime();
        looks = 0;
    }

    /**
     * Notes a look without progress.
     *
     * @return the seconds without progress, if they exceed the limit
     */
    OptionalLong secondsBeyond(Duration limit) {
        looks++;
        long nanos = time.nanoTime() - since;
        return looks >= 2 && nanos > limit.toNanos()
                ? OptionalLong.of(Duration.ofNanos(nanos).toSeconds())
                : OptionalLong.empty();
    }
}
