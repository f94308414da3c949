package io.mychat.gateway.redis.session;

import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.redis.client.RedisReply;
import io.mychat.gateway.redis.failure.RedisFailure;
import io.mychat.gateway.redis.failure.RedisFailure.Kind;
import io.mychat.gateway.redis.node.Membership;
import io.mychat.gateway.redis.session.SessionAnswers.Refreshed;
import io.mychat.gateway.redis.session.SessionScripts.Held;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.RateLimitedLog;
import io.mychat.gateway.spi.session.LoginOutcome.Cause;
import io.mychat.gateway.spi.session.LoginOutcome.Displaced;
import io.mychat.gateway.spi.session.OwnSession;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.SessionOwner;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the sessions of this node with the stored ones, extends their expiry, has lost sessions restored, and
 * notifies the owner of lost seats. Thread-safe; blocks.
 */
final class SessionComparison {

    private static final Logger LOG = LoggerFactory.getLogger(SessionComparison.class);

    private final Redis redis;
    private final Membership membership;
    private final SessionScripts scripts;
    private final SessionIndex index;
    private final Consumer<String> listener;
    private final LongAdder compared = new LongAdder();
    private final LongAdder renewed = new LongAdder();
    private final LongAdder restored = new LongAdder();
    private final LongAdder lost = new LongAdder();
    private final LongAdder takenOut = new LongAdder();
    private final RateLimitedLog warning;

    /** @param listener called for each user with a restored session, on the comparing thread */
    SessionComparison(
            Redis redis, Membership membership, SessionScripts scripts, SessionIndex index, Consumer<String> listener) {
        this.listener = listener;
        this.redis = redis;
        this.membership = membership;
        this.scripts = scripts;
        this.index = index;
        this.warning = new RateLimitedLog(LOG::warn, redis.time());
    }

    List<Metric> metrics() {
        return List.of(
                Metric.counter(
                        "redis_sessions_compared_total",
                        "Sessions read to see whether they are stored as they should be.",
                        compared.doubleValue()),
                Metric.counter(
                        "redis_sessions_renewed_total",
                        "Sessions written again with their lives.",
                        renewed.doubleValue()),
                Metric.counter(
                        "redis_sessions_restored_total", "Sessions registered in Redis again.", restored.doubleValue()),
                Metric.counter(
                        "redis_sessions_lost_total",
                        "Local sessions found to have ended in Redis.",
                        lost.doubleValue()),
                Metric.counter(
                        "redis_sessions_taken_out_total",
                        "Sessions removed from Redis by something other than a gateway.",
                        takenOut.doubleValue()));
    }

    /** The sessions of the owner, by user, in login order. */
    static Map<String, List<Held>> byUser(SessionOwner holder) {
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

    /**
     * Compares the sessions of some users. Those that are not due are only read: as long as they are stored as this node has
     * written them, nothing else is to be done for them. Three round trips at most, and one for missing indexes.
     *
     * @param isDue whether the sessions of a user are to be renewed, too
     * @return users whose part of Redis did not answer
     */
    Set<String> of(List<Map.Entry<String, List<Held>>> users, SessionOwner holder, Predicate<String> isDue) {
        Set<String> failed = new HashSet<>();
        List<Map.Entry<String, List<Held>>> due = new ArrayList<>();
        List<Held> unchanged = unchanged(users, isDue, due, failed);
        List<String> present = new ArrayList<>();
        unchanged.forEach(held -> present.add(held.session().userId()));
        List<RedisCommand> writes = new ArrayList<>();
        unchanged.forEach(held -> writes.add(scripts.prolongIndex(held)));
        renewed(due, holder, failed).forEach((userId, kept) -> {
            present.add(userId);
            kept.forEach(held -> writes.add(scripts.index(held)));
        });
        if (!present.isEmpty()) {
            List<String> online = present.stream().distinct().toList();
            writes.addAll(index.ownUsers(online));
            writes.addAll(index.onlineUsers(online));
            List<RedisReply> replies = redis.all(writes);
            List<RedisCommand> missing = new ArrayList<>();
            for (int i = 0; i < unchanged.size(); i++) {
                if (!replies.get(i).isFailed() && replies.get(i).number() == 0) {
                    missing.add(scripts.index(unchanged.get(i)));
                }
            }
            if (!missing.isEmpty()) {
                redis.all(missing);
            }
        }
        return failed;
    }

    /**
     * Reads the sessions of users who are not due.
     *
     * @param due gets the other users, and those of whom a session is stored differently, or not at all
     * @param failed gets those whose part of Redis did not answer
     * @return the sessions that are stored as they should be
     */
    private List<Held> unchanged(
            List<Map.Entry<String, List<Held>>> users,
            Predicate<String> isDue,
            List<Map.Entry<String, List<Held>>> due,
            Set<String> failed) {
        List<Map.Entry<String, List<Held>>> read = new ArrayList<>();
        List<RedisCommand> reads = new ArrayList<>();
        for (Map.Entry<String, List<Held>> user : users) {
            if (isDue.test(user.getKey()) || !user.getValue().stream().allMatch(scripts::outlivesRenewal)) {
                due.add(user);
            } else {
                read.add(user);
                user.getValue().forEach(held -> reads.add(scripts.stored(held)));
            }
        }
        compared.add(reads.size());
        // A value of another type is rubbish, and no removal by hand: the script knows the difference.
        Iterator<RedisReply> replies = reads.isEmpty()
                ? Collections.emptyIterator()
                : redis.allUnrepaired(reads).iterator();
        List<Held> unchanged = new ArrayList<>();
        for (Map.Entry<String, List<Held>> user : read) {
            boolean isUnchanged = true;
            for (Held held : user.getValue()) {
                RedisReply reply = replies.next();
                if (reply.isFailed() && !RedisFailure.is(Kind.WRONG_TYPE, reply.failure())) {
                    failed.add(user.getKey());
                }
                isUnchanged &= !reply.isFailed() && scripts.isUnchanged(held, reply.text());
            }
            if (isUnchanged) {
                unchanged.addAll(user.getValue());
            } else if (!failed.contains(user.getKey())) {
                due.add(user);
            }
        }
        return unchanged;
    }

    /** Compares and prolongs the sessions of some users, and has lost ones restored. Returns those that are left. */
    private Map<String, List<Held>> renewed(
            List<Map.Entry<String, List<Held>>> users, SessionOwner holder, Set<String> failed) {
        Map<String, List<Held>> left = new LinkedHashMap<>();
        if (users.isEmpty()) {
            return left;
        }
        List<RedisReply> replies = redis.all(users.stream()
                .map(user -> scripts.refresh(user.getKey(), user.getValue()))
                .toList());
        for (int i = 0; i < users.size(); i++) {
            String userId = users.get(i).getKey();
            if (replies.get(i).isFailed()) {
                failed.add(userId);
                continue;
            }
            Refreshed refreshed = scripts.answers().refreshed(replies.get(i).get());
            List<Held> kept = judge(userId, users.get(i).getValue(), refreshed, holder);
            renewed.add(kept.size());
            if (!kept.isEmpty()) {
                left.put(userId, kept);
            }
            if (refreshed.words().contains("restored")) {
                listener.accept(userId);
            }
        }
        return left;
    }

    /** Reports the lost sessions to the owner, and returns the remaining ones. */
    private List<Held> judge(String userId, List<Held> held, Refreshed refreshed, SessionOwner holder) {
        List<Held> kept = new ArrayList<>();
        List<Session> gone = new ArrayList<>();
        for (int i = 0; i < held.size(); i++) {
            String word = refreshed.words().get(i);
            if (word.equals("ok") || word.equals("restored")) {
                kept.add(held.get(i));
                restored.add(word.equals("ok") ? 0 : 1);
            } else {
                lose(held.get(i).session(), SessionAnswers.cause(word), holder, gone);
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

    private void countTakenOut() {
        takenOut.increment();
        warning.log("A session was removed from user:sessions by hand; it ends with 4401");
    }

    /** Removes the derived data of a session that was removed from Redis by hand. */
    void takenOut(Session session) {
        countTakenOut();
        index.lost(session.userId(), List.of(session));
    }

    private void lose(Session session, Cause cause, SessionOwner holder, List<Session> gone) {
        gone.add(session);
        lost.increment();
        if (cause == Cause.REMOVED) {
            countTakenOut();
        }
        holder.onLost(session, cause);
    }
}
