package io.mychat.gateway.core.security.rate;

import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.time.TimeSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The limits of single commands ({@code security.limits_by_command}), for each user over the sessions on this node. A
 * command without a limit costs a look into a short list. Thread-safe: a lock for a sixteenth of the users, held for a look
 * into a map.
 */
public final class CommandQuotas implements MetricSource {

    private static final int STRIPES = 16;
    private static final long MILLI = 1_000_000L;

    private final Supplier<CommandLimits> limits;
    private final IntSupplier maxTracked;
    private final TimeSource time;
    private final List<Map<Use, TokenBucket>> stripes;
    private final LongAdder refused = new LongAdder();

    /** One user's use of the commands that share a limit. */
    private record Use(String userId, CommandLimits.Limit limit) {}

    /**
     * @param limits the limits in effect
     * @param maxTracked uses that are remembered; the least recent one is forgotten
     */
    public CommandQuotas(Supplier<CommandLimits> limits, IntSupplier maxTracked, TimeSource time) {
        this.limits = limits;
        this.maxTracked = maxTracked;
        this.time = time;
        this.stripes = Stream.<Map<Use, TokenBucket>>generate(() -> new LinkedHashMap<>(16, 0.75f, true))
                .limit(STRIPES)
                .toList();
    }

    /**
     * Counts a command of a user, unless it exceeds its limit.
     *
     * @return 0 when the command is allowed, else the milliseconds, at least 1, until it is allowed
     */
    public long take(String userId, long cmdId) {
        CommandLimits.@Nullable Limit limit = limits.get().of(cmdId);
        if (limit == null) {
            return 0;
        }
        Map<Use, TokenBucket> stripe = stripes.get(Math.floorMod(userId.hashCode(), STRIPES));
        long now = time.nanoTime();
        synchronized (stripe) {
            TokenBucket bucket = stripe.computeIfAbsent(new Use(userId, limit), use -> new TokenBucket(now));
            forgetOldest(stripe);
            long wait = bucket.waitFor(limit.rate(), CommandLimits.UNITS, now);
            if (wait > 0) {
                refused.increment();
                return (wait + MILLI - 1) / MILLI;
            }
            bucket.take(limit.rate(), CommandLimits.UNITS, now);
            return 0;
        }
    }

    private void forgetOldest(Map<Use, TokenBucket> stripe) {
        int most = Math.max(1, maxTracked.getAsInt() / STRIPES);
        Iterator<Use> oldest = stripe.keySet().iterator();
        while (stripe.size() > most && oldest.hasNext()) {
            oldest.next();
            oldest.remove();
        }
    }

    @Override
    public List<Metric> metrics() {
        int tracked = 0;
        for (Map<Use, TokenBucket> stripe : stripes) {
            synchronized (stripe) {
                tracked += stripe.size();
            }
        }
        return List.of(
                Metric.counter(
                        "command_rate_refusals_total",
                        "Commands refused because their user exceeded security.limits_by_command.",
                        refused.sum()),
                Metric.gauge("tracked_commands", "Users' uses of limited commands that are remembered.", tracked),
                Metric.gauge(
                        "tracked_commands_limit",
                        "Most uses of limited commands that are remembered.",
                        maxTracked.getAsInt()));
    }
}
