package io.mychat.gateway.core.store;

import io.mychat.gateway.spi.auth.LoginFailures;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The {@link LoginFailures} of one process. Remembers a bounded number of keys and users; the least recently used ones
 * are forgotten. Thread-safe: one lock over short steps; never blocks for long.
 */
public final class InMemoryLoginFailures implements LoginFailures, MetricSource {

    private static final int MOST_KEYS = 100_000;

    private final TimeSource time;
    private final int mostKeys;
    private final Object lock = new Object();
    /** Guarded by the lock, including the values. */
    private final Map<String, FailureWindow> windows;
    /** By user: digests and their ends in nanoseconds, the least recently used first. Guarded by the lock. */
    private final Map<String, Map<String, Long>> origins;

    public InMemoryLoginFailures(TimeSource time) {
        this(time, MOST_KEYS);
    }

    public InMemoryLoginFailures(TimeSource time, int mostKeys) {
        this.time = time;
        this.mostKeys = mostKeys;
        this.windows = new LruMap<>(mostKeys, dropped -> {});
        this.origins = new LruMap<>(mostKeys, dropped -> {});
    }

    @Override
    public boolean neverWaits() {
        return true;
    }

    @Override
    public Duration untilAllowed(List<Bound> bounds) {
        synchronized (lock) {
            return delay(bounds, time.nanoTime());
        }
    }

    @Override
    public Duration count(List<Bound> bounds) {
        synchronized (lock) {
            // Read under the lock, so that the time of a window never goes back.
            long now = time.nanoTime();
            Duration delay = delay(bounds, now);
            if (delay.isZero()) {
                long tick = tick(now);
                forgetEnded(tick);
                bounds.forEach(bound -> windows.computeIfAbsent(bound.key(), key -> new FailureWindow(tick))
                        .add(tick));
            }
            return delay;
        }
    }

    @Override
    public boolean isKnown(KnownOrigin origin) {
        synchronized (lock) {
            Map<String, Long> known = origins.get(origin.about());
            if (known == null) {
                return false;
            }
            forgetEnded(known);
            return known.containsKey(origin.digest());
        }
    }

    @Override
    public void remember(KnownOrigin origin, Duration life, int most) {
        synchronized (lock) {
            Map<String, Long> known = origins.computeIfAbsent(origin.about(), user -> new LinkedHashMap<>());
            forgetEnded(known);
            known.remove(origin.digest());
            known.put(origin.digest(), time.nanoTime() + life.toNanos());
            while (known.size() > most) {
                known.remove(known.keySet().iterator().next());
            }
        }
    }

    private void forgetEnded(Map<String, Long> known) {
        long now = time.nanoTime();
        known.values().removeIf(end -> end - now <= 0);
    }

    private Duration delay(List<Bound> bounds, long now) {
        int slots = 0;
        for (Bound bound : bounds) {
            FailureWindow window = windows.get(bound.key());
            if (window != null) {
                slots = Math.max(slots, window.slotsUntilBelow(bound.limit(), tick(now)));
            }
        }
        long untilNextSlot = FailureWindow.SLOT - Math.floorMod(now, FailureWindow.SLOT);
        return slots == 0 ? Duration.ZERO : Duration.ofNanos(untilNextSlot + (slots - 1) * FailureWindow.SLOT);
    }

    private static long tick(long now) {
        return Math.floorDiv(now, FailureWindow.SLOT);
    }

    /** Removes ended windows, from the least recently used one on. */
    private void forgetEnded(long tick) {
        Iterator<FailureWindow> eldest = windows.values().iterator();
        while (eldest.hasNext() && eldest.next().isEnded(tick)) {
            eldest.remove();
        }
    }

    @Override
    public List<Metric> metrics() {
        return List.of(
                Metric.gauge(
                        "login_failure_keys", "Users and addresses with failed logins that are remembered.", keys()),
                Metric.gauge(
                        "login_failure_keys_limit",
                        "Most users and addresses with failed logins that are remembered.",
                        mostKeys),
                Metric.gauge("login_known_users", "Users with remembered addresses of successful logins.", users()),
                Metric.gauge("login_known_users_limit", "Most users with remembered addresses.", mostKeys));
    }

    /** The number of remembered keys. */
    public int keys() {
        synchronized (lock) {
            forgetEnded(tick(time.nanoTime()));
            return windows.size();
        }
    }

    private int users() {
        synchronized (lock) {
            return origins.size();
        }
    }
}
