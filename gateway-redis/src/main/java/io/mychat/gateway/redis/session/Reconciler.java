package io.mychat.gateway.redis.session;

import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.node.Membership;
import io.mychat.gateway.redis.schedule.BackgroundTask;
import io.mychat.gateway.redis.session.SessionScripts.Held;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.SessionOwner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the sessions of this node with the stored ones: before each refresh interval ends, when Redis answers again,
 * and when this node has to register again. Most comparisons only read the entry of a session. Once in a {@link
 * RenewalCycle}, and whenever an entry is not as it should be, a session is renewed: its entry is written with its life,
 * and the other keys of its user are looked after. A session that Redis has lost is restored under its original
 * login_seq, so that later logins win. All others are reported as lost.
 *
 * <p>The end of a session is stored beside the sessions in the same step, and so is a mark that a session is stored.
 * They distinguish a loss of data from a kick and from a removal by hand, because a Redis that has lost its latest
 * writes has lost both or neither. Restarts, fail-overs and replication therefore need not be known, and an empty Redis
 * causes no kicks.
 *
 * <p>A node that registers again serves each user as soon as that user's sessions are registered, so an unavailable
 * part of Redis delays only its own users.
 *
 * <p>Works on its own threads, in batches with pauses.
 */
final class Reconciler implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);
    private static final double SHORTEST = 0.6;
    private static final double LONGEST = 0.9;
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Redis redis;
    private final Membership membership;
    private final SessionComparison comparison;
    private final SessionSettings settings;
    private final PendingRemovals pendingRemovals;
    private final RenewalCycle renewals;

    private final BackgroundTask passes;
    private final BackgroundTask retries;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicReference<@Nullable SessionOwner> owner = new AtomicReference<>();
    private volatile long lastPass;

    /** Users whose sessions have to be registered again before they are served. Changed by one pass at a time. */
    private volatile Set<String> unregistered = Set.of();

    Reconciler(
            Redis redis,
            Membership membership,
            SessionComparison comparison,
            PendingRemovals pendingRemovals,
            SessionSettings settings) {
        this.redis = redis;
        this.membership = membership;
        this.comparison = comparison;
        this.settings = settings;
        this.pendingRemovals = pendingRemovals;
        this.renewals = new RenewalCycle(redis.time(), settings.renewal());
        this.lastPass = redis.time().nanoTime();
        this.passes = new BackgroundTask(redis.time(), "redis-session-refresh", this::pause, this::pass);
        this.retries =
                new BackgroundTask(redis.time(), "redis-session-register", () -> RETRY, this::passForTheUnregistered);
    }

    void start(SessionOwner newOwner) {
        if (owner.getAndSet(newOwner) != null) {
            return;
        }
        membership.onRegister(this::soon);
        redis.onReturn(this::soon);
        passes.start();
        retries.start();
        pendingRemovals.start();
    }

    /** Starts a comparison that renews all sessions as soon as possible, because data is missing in Redis. Does not block. */
    void soon() {
        renewals.renewAll();
        passes.soon();
    }

    /**
     * Whether logins of the user may be decided here.
     *
     * @throws StoreUnavailableException when sessions of the user are to be registered again before
     */
    void requireRegistered(String userId) {
        if (unregistered.contains(userId)) {
            throw new StoreUnavailableException("this user's sessions are being registered again");
        }
    }

    /** Reports that a session of this node was removed from Redis by hand. Does not block. */
    void takenOut(Session session) {
        comparison.takenOut(session);
    }

    /** A session that has ended while Redis did not answer. */
    void removeLater(Session session) {
        pendingRemovals.add(session);
    }

    /** A login whose answer was lost. */
    void cancelLater(Session candidate, String attempt) {
        pendingRemovals.cancel(candidate, attempt);
    }

    /** One comparison of everything, on the caller's thread. */
    synchronized void pass() {
        SessionOwner holder = owner.get();
        if (holder == null || !membership.hasJoined()) {
            return;
        }
        String incarnation = membership.incarnation();
        boolean registers = membership.isRegistering();
        Predicate<String> isDue = renewals.begin();
        boolean isWhole = false;
        try {
            pendingRemovals.send();
            Set<String> failed = compare(SessionComparison.byUser(holder), holder, isDue);
            renewals.end(failed);
            isWhole = true;
            if (failed.isEmpty()) {
                lastPass = redis.time().nanoTime();
            }
            if (closed.getCount() > 0) {
                Set<String> missing = new HashSet<>(failed);
                if (!registers) {
                    missing.retainAll(unregistered);
                }
                unregistered = Set.copyOf(missing);
                membership.registered(incarnation);
            }
        } catch (StoreUnavailableException e) {
            LOG.debug("sessions are compared later", e);
        } finally {
            if (!isWhole) {
                renewals.renewAll();
            }
        }
    }

    private synchronized void passForTheUnregistered() {
        SessionOwner holder = owner.get();
        if (holder != null && !unregistered.isEmpty()) {
            Map<String, List<Held>> users = SessionComparison.byUser(holder);
            users.keySet().retainAll(unregistered);
            try {
                unregistered = Set.copyOf(compare(users, holder, userId -> true));
            } catch (StoreUnavailableException e) {
                LOG.debug("sessions are registered later", e);
            }
        }
    }

    /** @return users whose part of Redis did not answer */
    private Set<String> compare(Map<String, List<Held>> all, SessionOwner holder, Predicate<String> isDue) {
        Set<String> failed = new HashSet<>();
        List<Map.Entry<String, List<Held>>> users = List.copyOf(all.entrySet());
        for (int from = 0; from < users.size() && closed.getCount() > 0; from += settings.batch()) {
            int to = Math.min(users.size(), from + settings.batch());
            failed.addAll(comparison.of(users.subList(from, to), holder, isDue));
            pause(to - from);
        }
        return failed;
    }

    List<Metric> metrics() {
        double age = (redis.time().nanoTime() - lastPass) / 1e9;
        List<Metric> all = new ArrayList<>(comparison.metrics());
        all.add(Metric.gauge("redis_refresh_age_seconds", "Time since all sessions were compared with Redis.", age));
        all.add(Metric.gauge(
                "redis_users_unregistered",
                "Users whose sessions are yet to be registered again.",
                unregistered.size()));
        all.add(Metric.gauge(
                "redis_removals_waiting", "Sessions that are yet to be removed from Redis.", pendingRemovals.size()));
        return List.copyOf(all);
    }

    @Override
    public void close() {
        closed.countDown();
        passes.close();
        retries.close();
        pendingRemovals.close();
    }

    private Duration pause() {
        double share = ThreadLocalRandom.current().nextDouble(SHORTEST, LONGEST);
        return Duration.ofNanos((long) (settings.refresh().toNanos() * share));
    }

    /** Keeps the pace that Redis can bear when many nodes come back at once. */
    private void pause(int users) {
        try {
            long micros = users * 1_000_000L / settings.pace();
            if (closed.await(micros, TimeUnit.MICROSECONDS)) {
                LOG.debug("closed in the middle of a comparison");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("interrupted", e);
        }
    }
}
