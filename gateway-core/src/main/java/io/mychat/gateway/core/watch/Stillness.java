package io.mychat.gateway.core.watch;

import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * How long something has stood still. A limit counts as exceeded from the second look on, because after a pause of the whole
 * process everything has stood still. Its owner guards it.
 */
final class Stillness {

    private final TimeSource time;
    private long since;
    private int looks;

    Stillness(TimeSource time) {
        this.time = time;
    }

    /** It moves at this moment. */
    void moved() {
        since = time.nanoTime();
        looks = 0;
    }

    /**
     * Looks at it again.
     *
     * @return for how many seconds it has stood still, where that exceeds the limit
     */
    OptionalLong secondsBeyond(Duration limit) {
        looks++;
        long nanos = time.nanoTime() - since;
        return looks >= 2 && nanos > limit.toNanos()
                ? OptionalLong.of(Duration.ofNanos(nanos).toSeconds())
                : OptionalLong.empty();
    }
}
