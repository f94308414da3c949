package io.mychat.gateway.redis.session;

import io.mychat.gateway.redis.client.Background;
import io.mychat.gateway.redis.client.Command;
import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.client.Reply;
import io.mychat.gateway.redis.node.Membership;
import io.mychat.gateway.redis.session.SessionScripts.Held;
import io.mychat.gateway.redis.session.SessionScripts.Refreshed;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.session.LoginOutcome.Cause;
import io.mychat.gateway.spi.session.LoginOutcome.Displaced;
import io.mychat.gateway.spi.session.OwnSession;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.SessionOwner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares what this node holds with what is stored: before each refresh interval ends, when Redis answers again, and when
 * this node has to register again. A session that is stored is prolonged. One that is not, although nobody has ended it,
 * was lost by Redis and is put back under its own login_seq, where later logins win; all others are reported lost.
 *
 * <p>A session's end is remembered beside the sessions, in the same step: that tells a loss of data from a kick, and a
 * Redis that has lost its latest writes has lost both or neither. So nothing has to be known about restarts, fail-overs or
 * replication, and nobody is kicked because Redis is empty.
 *
 * <p>A node that registers again serves a user when that user's sessions are registered: so a dead part of Redis keeps
 * nobody waiting but its own users.
 *
 * <p>Works on threads of its own, in batches with pauses.
 */
final class Reconciler implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);
    private static final double SHORTEST = 0.6;
    private static final double LONGEST = 0.9;
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Redis redis;
    private final Membership membership;
    private final SessionScripts scripts;
    private final SessionIndex index;
    private final SessionSettings settings;
    private final Removals removals;

    private final Background passes;
    private final Background retries;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final LongAdder restored = new LongAdder();
    private final LongAdder lost = new LongAdder();
    private volatile @Nullable SessionOwner owner;
    private volatile long lastPass;

    /** Users whose sessions have to be registered again before they are served. Changed by one pass at a time. */
    private volatile Set<String> unregistered = Set.of();

    Reconciler(
            Redis redis, Membership membership, SessionScripts scripts, SessionIndex index, SessionSettings settings) {
        this.redis = redis;
        this.membership = membership;
        this.scripts = scripts;
        this.index = index;
        this.settings = settings;
        this.removals = new Removals(redis, scripts, index, settings.batch());
        this.lastPass = redis.time().nanoTime();
        this.passes = new Background(redis.time(), "redis-session-refresh", this::pause, this::pass);
        this.retries =
                new Background(redis.time(), "redis-session-register", () -> RETRY, this::passForTheUnregistered);
    }

    void start(SessionOwner newOwner) {
        owner = newOwner;
        membership.onRegister(passes::soon);
        redis.onReturn(passes::soon);
        passes.start();
        retries.start();
        removals.start();
    }

    /** Has everything compared as soon as possible: something is missing in Redis. Does not block. */
    void soon() {
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

    /** A session that has ended while Redis did not answer. */
    void removeLater(Session session) {
        removals.add(session);
    }

    /** A login whose answer was lost. */
    void cancelLater(Session candidate, String attempt) {
        removals.cancel(candidate, attempt);
    }

    /** One comparison of everything, on the caller's thread. */
    synchronized void pass() {
        SessionOwner holder = owner;
        if (holder == null || !membership.hasJoined()) {
            return;
        }
        String incarnation = membership.incarnation();
        boolean registers = membership.isRegistering();
        try {
            removals.send();
            Set<String> failed = compare(byUser(holder), holder);
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
        }
    }

    private synchronized void passForTheUnregistered() {
        SessionOwner holder = owner;
        if (holder != null && !unregistered.isEmpty()) {
            Map<String, List<Held>> users = byUser(holder);
            users.keySet().retainAll(unregistered);
            try {
                unregistered = Set.copyOf(compare(users, holder));
            } catch (StoreUnavailableException e) {
                LOG.debug("sessions are registered later", e);
            }
        }
    }

    /** @return users whose part of Redis did not answer */
    private Set<String> compare(Map<String, List<Held>> all, SessionOwner holder) {
        Set<String> failed = new HashSet<>();
        List<Map.Entry<String, List<Held>>> users = List.copyOf(all.entrySet());
        for (int from = 0; from < users.size() && closed.getCount() > 0; from += settings.batch()) {
            int to = Math.min(users.size(), from + settings.batch());
            failed.addAll(refresh(users.subList(from, to), holder));
            pause(to - from);
        }
        return failed;
    }

    List<Metric> metrics() {
        double age = (redis.time().nanoTime() - lastPass) / 1e9;
        return List.of(
                Metric.gauge("redis_refresh_age_seconds", "Since all sessions were compared with Redis.", age),
                Metric.counter(
                        "redis_sessions_restored_total", "Sessions put back into Redis.", restored.doubleValue()),
                Metric.gauge(
                        "redis_users_unregistered",
                        "Users whose sessions have to be registered again.",
                        unregistered.size()),
                Metric.counter("redis_sessions_lost_total", "Sessions found to be over.", lost.doubleValue()),
                Metric.gauge("redis_removals_waiting", "Sessions still to be removed.", removals.size()));
    }

    @Override
    public void close() {
        closed.countDown();
        passes.close();
        retries.close();
        removals.close();
    }

    private static Map<String, List<Held>> byUser(SessionOwner holder) {
        Map<String, List<Held>> byUser = new TreeMap<>();
        for (OwnSession own : holder.ownSessions()) {
            byUser.computeIfAbsent(own.session().userId(), user -> new ArrayList<>())
                    .add(new Held(own, holder.seatRule(own.session())));
        }
        byUser.values()
                .forEach(held ->
                        held.sort(Comparator.comparingLong(one -> one.session().loginSeq())));
        return byUser;
    }

    /** @return users whose part of Redis did not answer */
    private Set<String> refresh(List<Map.Entry<String, List<Held>>> users, SessionOwner holder) {
        List<Reply> replies = redis.all(users.stream()
                .map(user -> scripts.refresh(user.getKey(), user.getValue()))
                .toList());
        Set<String> failed = new HashSet<>();
        List<String> present = new ArrayList<>();
        List<Command> writes = new ArrayList<>();
        for (int i = 0; i < users.size(); i++) {
            String userId = users.get(i).getKey();
            if (replies.get(i).isFailed()) {
                failed.add(userId);
                continue;
            }
            List<Held> kept = judge(
                    userId,
                    users.get(i).getValue(),
                    scripts.refreshed(replies.get(i).get()),
                    holder);
            kept.forEach(held -> writes.add(scripts.index(held)));
            if (!kept.isEmpty()) {
                present.add(userId);
            }
        }
        if (!present.isEmpty()) {
            writes.addAll(index.ownUsers(present));
            writes.addAll(index.onlineUsers(present));
            redis.all(writes);
        }
        return failed;
    }

    /** Tells the owner who has lost; returns who is still there. */
    private List<Held> judge(String userId, List<Held> held, Refreshed refreshed, SessionOwner holder) {
        List<Held> kept = new ArrayList<>();
        List<Session> gone = new ArrayList<>();
        for (int i = 0; i < held.size(); i++) {
            String word = refreshed.words().get(i);
            if (word.equals("ok") || word.equals("restored")) {
                kept.add(held.get(i));
                restored.add(word.equals("ok") ? 0 : 1);
            } else {
                lose(held.get(i).session(), SessionScripts.cause(word), holder, gone);
            }
        }
        for (Displaced loser : refreshed.losers()) {
            Session session = loser.session();
            kept.removeIf(one -> one.session().id().equals(session.id()));
            if (session.nodeId().equals(membership.nodeId())) {
                lose(session, loser.cause(), holder, gone);
            } else {
                gone.add(session);
                holder.onLost(session, loser.cause());
            }
        }
        if (!gone.isEmpty()) {
            index.lost(userId, gone);
        }
        return kept;
    }

    private void lose(Session session, Cause cause, SessionOwner holder, List<Session> gone) {
        gone.add(session);
        lost.increment();
        holder.onLost(session, cause);
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
