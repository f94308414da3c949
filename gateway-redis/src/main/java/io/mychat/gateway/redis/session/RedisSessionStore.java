package io.mychat.gateway.redis.session;

import io.mychat.gateway.redis.client.Deadline;
import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.redis.client.RedisReply;
import io.mychat.gateway.redis.node.Membership;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.session.DeviceSelector;
import io.mychat.gateway.spi.session.LoginOutcome;
import io.mychat.gateway.spi.session.LoginOutcome.Cause;
import io.mychat.gateway.spi.session.OnlinePage;
import io.mychat.gateway.spi.session.SeatRule;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.SessionOwner;
import io.mychat.gateway.spi.session.SessionStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The {@link SessionStore} of a cluster (protocol.md section 4). A login is one script on the keys of one user.
 * {@link SessionIndex} writes the indexes afterwards in the background; index entries are always verified.
 * {@link Reconciler} keeps the stored sessions and those of this node consistent.
 *
 * <p>A login sequence is the clock of Redis in microseconds, or the user's highest sequence of the last hour plus one.
 * It therefore also rises when the clock is set back by less than an hour.
 */
public final class RedisSessionStore implements SessionStore, MetricSource, AutoCloseable {

    private final Redis redis;
    private final Membership membership;
    private final SessionScripts scripts;
    private final SessionIndex index;
    private final Reconciler reconciler;
    private final NodeCleaner cleaner;

    /**
     * @param restored called for each user of whom Redis had lost a session that is there again: until then no other
     *     node knew that this node serves the user. On a thread of this class, which must not be blocked
     */
    public RedisSessionStore(Redis redis, Membership membership, SessionSettings settings, Consumer<String> restored) {
        this.redis = redis;
        this.membership = membership;
        this.scripts = new SessionScripts(redis, membership, settings);
        this.index = new SessionIndex(redis, membership, scripts, settings);
        this.reconciler = new Reconciler(
                redis,
                membership,
                new SessionComparison(redis, membership, scripts, index, restored),
                new PendingRemovals(redis, scripts, index, settings.batch()),
                settings);
        this.cleaner = new NodeCleaner(redis, membership, scripts, settings);
        cleaner.start();
    }

    @Override
    public LoginOutcome login(Session candidate, SeatRule rule) {
        SeatCall call = seatCall(candidate, rule);
        try {
            return call.outcome(redis.call(call.command()));
        } catch (StoreUnavailableException e) {
            call.failed();
            throw e;
        }
    }

    /**
     * The call of {@link #login}, for a script that does more in the same step.
     *
     * @throws StoreUnavailableException when this gateway may not decide logins now
     */
    public SeatCall seatCall(Session candidate, SeatRule rule) {
        membership.requireServing();
        reconciler.requireRegistered(candidate.userId());
        return new SeatCall(scripts, index, reconciler, candidate, rule);
    }

    @Override
    public boolean remove(Session session) {
        try {
            return !removed(session.userId(), scripts.remove(session.userId(), List.of(session)))
                    .isEmpty();
        } catch (StoreUnavailableException e) {
            reconciler.removeLater(session);
            throw e;
        }
    }

    /** Also removes sessions of a node with an expired lease: the node may be alive, and must not restore them. */
    @Override
    public List<Session> removeDevices(String userId, DeviceSelector deviceSelector, Cause cause) {
        return removed(userId, scripts.removeDevices(userId, deviceSelector, cause));
    }

    /**
     * Compares this node's sessions with Redis soon, because hints of other nodes, such as kicks, may have been lost.
     */
    public void compareSoon() {
        reconciler.soon();
    }

    /**
     * A session that Redis has lost is not ended but restored, so that an empty Redis ends no sessions. A session that
     * was removed by hand has ended, if Redis has lost nothing.
     */
    @Override
    public boolean isCurrent(Session session) {
        membership.requireServing();
        String word = RedisReply.text(redis.call(scripts.current(session)));
        if (word.equals("lost")) {
            membership.soon();
            reconciler.soon();
            throw new StoreUnavailableException("Redis has lost this session, which is being put back");
        }
        if (word.equals("taken")) {
            reconciler.takenOut(session);
        }
        return word.equals("current");
    }

    @Override
    public List<Session> sessionsOf(String userId) {
        return sessionsOf(userId, redis.deadline());
    }

    private List<Session> sessionsOf(String userId, Deadline deadline) {
        return scripts.answers().sessions(RedisReply.texts(redis.call(scripts.list(userId), deadline)));
    }

    /** Two round trips: to the index, and to the truth. */
    @Override
    public Optional<Session> find(String sessionId) {
        Deadline deadline = redis.deadline();
        return index.userOf(sessionId, deadline)
                .flatMap(userId -> sessionsOf(userId, deadline).stream()
                        .filter(session -> session.id().equals(sessionId))
                        .findFirst());
    }

    /** Counts the entries of an index, which is a moment behind the changes of other nodes. */
    @Override
    public long onlineUsers() {
        return index.count(redis.deadline());
    }

    @Override
    public OnlinePage online(int limit, Optional<String> cursor) {
        return index.page(limit, cursor, redis.deadline());
    }

    @Override
    public void attach(SessionOwner owner) {
        reconciler.start(owner);
    }

    @Override
    public List<Metric> metrics() {
        List<Metric> all = new ArrayList<>(index.metrics());
        all.addAll(reconciler.metrics());
        return List.copyOf(all);
    }

    @Override
    public void close() {
        cleaner.close();
        reconciler.close();
        index.close();
    }

    /** Clears away now what the dead have left; for tests. */
    void cleanNow() {
        cleaner.turn();
    }

    /** Compares all own sessions now; for tests. */
    void refreshNow() {
        reconciler.pass();
    }

    private List<Session> removed(String userId, RedisCommand removal) {
        List<Session> removed = scripts.answers().sessions(RedisReply.texts(redis.call(removal)));
        if (!removed.isEmpty()) {
            index.lost(userId, removed);
        }
        return removed;
    }
}
