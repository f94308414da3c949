package io.mychat.gateway.alerts.rule;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How much a counter has risen within a window. It keeps {@value #MOST} points at most, so that a long window costs
 * little; its far end is then that much coarser. Used by one thread.
 */
final class CounterWindow {

    private static final int MOST = 64;

    private final long windowNanos;
    private final long stepNanos;
    private final Deque<Point> points = new ArrayDeque<>();
    private double last;
    private double total;

    /** @param total what had been added until then */
    private record Point(long nanos, double total) {}

    CounterWindow(Duration window, double first) {
        this.windowNanos = window.toNanos();
        this.stepNanos = windowNanos / MOST;
        this.last = first;
    }

    double increase(double value, long nanos) {
        if (points.isEmpty()) {
            points.add(new Point(nanos, total));
        }
        total += value >= last ? value - last : value;
        last = value;
        Point newest = points.getLast();
        if (nanos - newest.nanos() >= stepNanos && nanos != newest.nanos()) {
            points.add(new Point(nanos, total));
        }
        // The oldest one is the last that is not younger than the window.
        while (points.size() > 1 && nanos - second().nanos() >= windowNanos) {
            points.removeFirst();
        }
        return total - points.getFirst().total();
    }

    private Point second() {
        var all = points.iterator();
        all.next();
        return all.next();
    }
}
