package io.mychat.gateway.standalone.load;

import java.util.concurrent.atomic.AtomicLongArray;

/** Counts delays, each in a bucket that is at most 1/16 wide, up to an hour. Thread-safe. */
final class Delays {

    private static final int STEPS = 16;
    private static final int STEP_BITS = 4;
    private static final int DOUBLINGS = 32;

    private final AtomicLongArray counts = new AtomicLongArray(STEPS * DOUBLINGS);

    /** @param nanos a delay in nanoseconds; a negative one counts as none */
    void add(long nanos) {
        counts.incrementAndGet(bucket(Math.max(0, nanos) / 1000));
    }

    private static int bucket(long micros) {
        if (micros < STEPS) {
            return (int) micros;
        }
        int doubling = Long.SIZE - 1 - Long.numberOfLeadingZeros(micros) - STEP_BITS;
        int step = (int) (micros >>> doubling) - STEPS;
        return Math.min((doubling + 1) * STEPS + step, STEPS * DOUBLINGS - 1);
    }

    /** The upper end of a bucket, in microseconds. */
    private static long upperEnd(int bucket) {
        int doubling = bucket / STEPS - 1;
        return doubling < 0 ? bucket : ((STEPS + bucket % STEPS + 1L) << doubling) - 1;
    }

    long count() {
        long sum = 0;
        for (int i = 0; i < counts.length(); i++) {
            sum += counts.get(i);
        }
        return sum;
    }

    /** The delay that this part of all do not exceed, in milliseconds; 0 when there is none. */
    double percentile(double part) {
        long rank = Math.max(1, (long) Math.ceil(part * count()));
        long seen = 0;
        for (int i = 0; i < counts.length(); i++) {
            seen += counts.get(i);
            if (seen >= rank) {
                return upperEnd(i) / 1000.0;
            }
        }
        return 0;
    }
}
