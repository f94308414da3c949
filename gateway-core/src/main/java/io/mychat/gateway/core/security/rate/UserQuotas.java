package io.mychat.gateway.core.security.rate;

import io.mychat.gateway.core.security.rate.UserQuota.Outcome;
import io.mychat.gateway.core.security.rate.UserQuota.Quota;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.time.TimeSource;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The quotas of all users over their sessions on this node, in messages and in bytes (protocol.md 1.5). Thread-safe:
 * each user's quota has its own lock.
 *
 * <p>A user is remembered until both buckets are full, with or without a session: reconnecting refills nothing. {@link
 * #sweep()} forgets users with full buckets. Beyond {@code security.max_tracked_users}, users with the least use are
 * forgotten early.
 */
public final class UserQuotas implements MetricSource {

    /** The number of users among which the one with the least use makes room. */
    private static final int CANDIDATES = 16;

    private static final long MILLI = 1_000_000L;

    private final Map<String, UserQuota> tracked = new ConcurrentHashMap<>();
    private final Supplier<LimitsByRole> limits;
    private final IntSupplier maxTracked;
    private final Consumer<Session> arrivals;
    private final TimeSource time;

    private final LongAdder overMessages = new LongAdder();
    private final LongAdder overBytes = new LongAdder();
    private final LongAdder forgotten = new LongAdder();

    private final Object roomLock = new Object();
    /** The position at which the next search for room begins. Guarded by {@code roomLock}. */
    private Iterator<UserQuota> hand = tracked.values().iterator();

    /**
     * @param limits returns the limits in effect; the same object until they change
     * @param maxTracked returns the most users that are remembered
     * @param arrivals gets the session of each message that arrives, before it is counted or refused
     */
    public UserQuotas(
            Supplier<LimitsByRole> limits, IntSupplier maxTracked, Consumer<Session> arrivals, TimeSource time) {
        this.limits = limits;
        this.maxTracked = maxTracked;
        this.arrivals = arrivals;
        this.time = time;
    }

    /**
     * Counts one message of a session's user, unless it exceeds a quota.
     *
     * @param bytes the length of the message
     * @return 0 when the message is allowed, else the milliseconds, at least 1, until it is allowed
     */
    public long take(Session session, int bytes) {
        arrivals.accept(session);
        LimitsByRole inEffect = limits.get();
        LimitsByRole.Limits own = inEffect.of(session.user().roles());
        if (own.messages().isOff() && own.bytes().isOff()) {
            return 0;
        }
        while (true) {
            UserQuota quota = quotaOf(session.userId(), inEffect, own);
            Outcome outcome = quota.take(inEffect, own, bytes, time.nanoTime());
            if (outcome instanceof Outcome.Allowed) {
                return 0;
            }
            if (outcome instanceof Outcome.Refused refused) {
                (refused.quota() == Quota.MESSAGES ? overMessages : overBytes).increment();
                return (refused.waitNanos() + MILLI - 1) / MILLI;
            }
            // The quota was forgotten meanwhile; the next attempt creates another one.
            tracked.remove(session.userId(), quota);
        }
    }

    private UserQuota quotaOf(String userId, LimitsByRole inEffect, LimitsByRole.Limits own) {
        UserQuota known = tracked.get(userId);
        if (known != null) {
            return known;
        }
        int most = maxTracked.getAsInt();
        while (tracked.size() >= most && forgetOne()) {
            forgotten.increment();
        }
        return tracked.computeIfAbsent(userId, id -> new UserQuota(id, inEffect, own, time.nanoTime()));
    }

    /** Forgets the users whose quotas are full. */
    public void sweep() {
        long now = time.nanoTime();
        tracked.values().removeIf(quota -> quota.endIfFull(now));
    }

    /** Forgets the user with the least use among the next few. Returns false when there is no user. */
    private boolean forgetOne() {
        synchronized (roomLock) {
            long now = time.nanoTime();
            UserQuota least = null;
            long leastOwed = Long.MAX_VALUE;
            for (int i = 0; i < CANDIDATES && leastOwed > 0; i++) {
                UserQuota next = next();
                if (next != null && next.owed(now) < leastOwed) {
                    least = next;
                    leastOwed = next.owed(now);
                }
            }
            if (least == null) {
                return false;
            }
            least.end();
            return tracked.remove(least.userId(), least);
        }
    }

    private @Nullable UserQuota next() {
        if (!hand.hasNext()) {
            hand = tracked.values().iterator();
        }
        return hand.hasNext() ? hand.next() : null;
    }

    @Override
    public List<Metric> metrics() {
        return List.of(
                refusals("messages", overMessages),
                refusals("bytes", overBytes),
                mostUsed(Quota.MESSAGES),
                mostUsed(Quota.BYTES),
                Metric.gauge("tracked_users", "Users with remembered use of their quotas.", tracked.size()),
                Metric.gauge(
                        "tracked_users_limit",
                        "Most users with remembered use of their quotas.",
                        maxTracked.getAsInt()),
                Metric.counter(
                        "tracked_users_forgotten_total",
                        "Users forgotten early to make room for others.",
                        forgotten.sum()));
    }

    private Metric mostUsed(Quota quota) {
        long now = time.nanoTime();
        return Metric.gauge(
                        "user_burst_used_max",
                        "Share of the burst that is used by the user closest to the limit: 0 to 1.",
                        tracked.values().stream()
                                .mapToDouble(user -> user.used(quota, now))
                                .max()
                                .orElse(0))
                .with("limit", quota.name().toLowerCase(Locale.ROOT));
    }

    private static Metric refusals(String limit, LongAdder count) {
        return Metric.counter(
                        "user_rate_refusals_total",
                        "Messages refused because their user exceeded a quota over all sessions, by the quota.",
                        count.sum())
                .with("limit", limit);
    }
}
