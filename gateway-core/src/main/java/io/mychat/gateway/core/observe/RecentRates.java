package io.mychat.gateway.core.observe;

import io.mychat.gateway.core.status.Rates;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/**
 * The rates of the last 60 seconds, computed from samples of the sums. Counting therefore costs nothing extra. The
 * window covers 60 seconds plus at most the distance of two samples, or the time since the start when that is shorter.
 * Late samples lengthen the window, but the rates stay correct.
 *
 * <p>Thread-safe: this object's lock guards the samples.
 */
public final class RecentRates {

    /** The interval in which {@link #sample()} should be called. */
    public static final Duration PACE = Duration.ofSeconds(1);

    private static final long WINDOW = Duration.ofSeconds(60).toNanos();
    private static final long CLOSEST = PACE.toNanos() / 2;
    private static final double SECOND = 1e9;

    private final TimeSource time;
    private final Supplier<MessageTotals> totals;
    private final int processors;
    /** From old to new. The first one is the newest of those that are at least 60 seconds old, or the start. */
    private final Deque<Sample> samples = new ArrayDeque<>();

    private record Sample(long at, MessageTotals totals) {}

    RecentRates(TimeSource time, Supplier<MessageTotals> totals, int processors) {
        this.time = time;
        this.totals = totals;
        this.processors = processors;
        samples.add(new Sample(time.nanoTime(), totals.get()));
    }

    /** The rates of this gateway and this process. */
    public static RecentRates of(Counters counters, ProcessMetrics process, TimeSource time) {
        return new RecentRates(
                time,
                () -> counters.totals(process.cpuNanos()),
                Runtime.getRuntime().availableProcessors());
    }

    /** Takes a sample. A sample soon after another one is omitted, so that at most about 120 are kept. */
    public void sample() {
        MessageTotals now = totals.get();
        synchronized (this) {
            long at = time.nanoTime();
            if (at - samples.getLast().at() >= CLOSEST) {
                samples.addLast(new Sample(at, now));
                forget(at);
            }
        }
    }

    private void forget(long now) {
        while (samples.size() > 1) {
            Sample first = samples.removeFirst();
            if (now - samples.getFirst().at() < WINDOW) {
                samples.addFirst(first);
                return;
            }
        }
    }

    /** The rates of the minute that ends now. */
    public Rates now() {
        MessageTotals now = totals.get();
        Sample from;
        long nanos;
        synchronized (this) {
            long at = time.nanoTime();
            forget(at);
            from = samples.getFirst();
            nanos = at - from.at();
        }
        MessageTotals window = now.minus(from.totals());
        double seconds = Math.max(nanos, PACE.toNanos()) / SECOND;
        long answered = window.answered();
        return new Rates(
                answered / seconds,
                answered == 0 ? 0 : window.answerNanos() / 1e6 / answered,
                answered == 0 ? 0 : Math.min(1, (double) window.failed() / answered),
                Math.min(100, window.cpuNanos() / SECOND / seconds / processors * 100));
    }
}
