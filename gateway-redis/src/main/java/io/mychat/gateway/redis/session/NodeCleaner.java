package io.mychat.gateway.redis.session;

import io.mychat.gateway.redis.client.Keys;
import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.redis.client.RedisReply;
import io.mychat.gateway.redis.node.Membership;
import io.mychat.gateway.redis.schedule.BackgroundTask;
import io.mychat.gateway.spi.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the data of dead incarnations, one node at a time by the gateway with the lock. Until then the data has no
 * effect, because every script gets the dead incarnations. Each run also checks a part of the online list for users
 * without sessions.
 */
final class NodeCleaner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NodeCleaner.class);

    /** Longer than any lease. */
    private static final Duration MOST_LOCK = Duration.ofHours(1);

    /** The answer of Redis for a key without an expiry. */
    private static final long NO_END = -1;

    private final Redis redis;
    private final Membership membership;
    private final SessionScripts scripts;
    private final OnlineList online;
    private final int batch;
    private final BackgroundTask turns;

    private int bucket;
    private String after = "";

    NodeCleaner(Redis redis, Membership membership, SessionScripts scripts, SessionSettings settings) {
        this.redis = redis;
        this.membership = membership;
        this.scripts = scripts;
        this.online = new OnlineList(redis, scripts);
        this.batch = settings.batch();
        Duration every = membership.lease().dividedBy(4);
        this.turns = new BackgroundTask(redis.time(), "redis-node-cleaner", () -> every, this::turn);
    }

    void start() {
        turns.start();
    }

    @Override
    public void close() {
        turns.close();
    }

    /** One turn, on the caller's thread; nothing without the lock. */
    synchronized void turn() {
        try {
            if (hasLock()) {
                unclean().forEach(this::cleanIfPossible);
                sweep();
            }
        } catch (StoreUnavailableException e) {
            LOG.debug("dead nodes are cleared away later", e);
        }
    }

    private void cleanIfPossible(String incarnation) {
        try {
            clean(incarnation);
        } catch (StoreUnavailableException e) {
            LOG.debug("the dead incarnation {} is cleared away later", incarnation, e);
        }
    }

    /** Takes the lock for this turn, or prolongs it. The lock of a holder that is dead is taken over at once. */
    private boolean hasLock() {
        String key = redis.keys().nodes("cleaner");
        String holder = holderAfterTrying(key);
        if (!isOurs(holder) && (membership.dead().contains(holder) || isForEver(key))) {
            // Two cleaners at the same time do no harm, because all their steps can be repeated.
            redis.call(RedisCommand.write("DEL", key));
            holder = holderAfterTrying(key);
        }
        if (isOurs(holder)) {
            redis.call(RedisCommand.write("PEXPIRE", key, membership.lease().toMillis()));
            return true;
        }
        return false;
    }

    private String holderAfterTrying(String key) {
        redis.call(RedisCommand.write(
                "SET",
                key,
                membership.incarnation(),
                "NX",
                "PX",
                membership.lease().toMillis()));
        return RedisReply.text(redis.call(RedisCommand.read("GET", key)));
    }

    private boolean isOurs(String holder) {
        return holder.equals(membership.incarnation());
    }

    /** No gateway takes the lock for long: such a lock is invalid. */
    private boolean isForEver(String key) {
        long left = redis.call(RedisCommand.read("PTTL", key)) instanceof Long millis ? millis : 0;
        return left == NO_END || left > MOST_LOCK.toMillis();
    }

    /** Only incarnations that this node knows to be dead, since the scripts get this knowledge. */
    private List<String> unclean() {
        return RedisReply.texts(
                        redis.call(RedisCommand.read("SMEMBERS", redis.keys().nodes("unclean"))
                                .byItself()))
                .stream()
                .filter(membership.dead()::contains)
                .toList();
    }

    private void clean(String incarnation) {
        String key = redis.keys().nodeSessions(incarnation);
        int cleaned = 0;
        while (hasLock()) {
            List<String> users = RedisReply.texts(
                    redis.call(RedisCommand.read("SRANDMEMBER", key, batch).byItself()));
            if (users.isEmpty()) {
                membership.cleaned(incarnation);
                LOG.info("Removed the sessions of {} users of the dead incarnation {}", cleaned, incarnation);
                return;
            }
            Set<String> failed = prune(users);
            List<String> done =
                    users.stream().filter(user -> !failed.contains(user)).toList();
            if (done.isEmpty()) {
                return;
            }
            redis.call(RedisCommand.write("SREM", key, done.toArray()));
            cleaned += done.size();
        }
    }

    /**
     * Takes out what is dead with its indexes, and users who have nothing left off the online list.
     *
     * @return users for whom a part of Redis did not answer
     */
    private Set<String> prune(List<String> users) {
        Set<String> failed = new HashSet<>();
        Map<String, String> over = new LinkedHashMap<>();
        List<String> offline = offline(users, over, failed);
        unindex(over, failed);
        if (!offline.isEmpty()) {
            redis.all(offline.stream()
                    .map(user -> OnlineList.mark(redis.keys(), user, false))
                    .toList());
            // A user who logged in meanwhile may have been on the list before, and was taken off it now.
            List<String> stillOffline = offline(offline, new LinkedHashMap<>(), failed);
            List<String> back = offline.stream()
                    .filter(user -> !stillOffline.contains(user))
                    .toList();
            if (!back.isEmpty()) {
                redis.all(OnlineList.enter(redis.keys(), back));
            }
        }
        return failed;
    }

    /** Removes what still leads from sessions of the dead to their users. */
    private void unindex(Map<String, String> sessionsToUsers, Set<String> failed) {
        List<String> sessions = List.copyOf(sessionsToUsers.keySet());
        for (int from = 0; from < sessions.size(); from += batch) {
            List<String> part = sessions.subList(from, Math.min(sessions.size(), from + batch));
            List<RedisReply> replies =
                    redis.all(part.stream().map(scripts::unindex).toList());
            for (int i = 0; i < part.size(); i++) {
                if (replies.get(i).isFailed()) {
                    failed.add(sessionsToUsers.getOrDefault(part.get(i), ""));
                }
            }
        }
    }

    /** @param over gets the ids of sessions that are over, with their users */
    private List<String> offline(List<String> users, Map<String, String> over, Set<String> failed) {
        List<RedisReply> left = redis.all(users.stream().map(scripts::prune).toList());
        List<String> offline = new ArrayList<>();
        for (int i = 0; i < users.size(); i++) {
            String user = users.get(i);
            if (left.get(i).isFailed()) {
                failed.add(user);
                continue;
            }
            List<@Nullable Object> answer = left.get(i).list();
            RedisReply.texts(answer.get(1)).forEach(session -> over.put(session, user));
            if (RedisReply.number(answer.get(0)) == 0) {
                offline.add(user);
            }
        }
        return offline;
    }

    /** One page of the online list in each turn. */
    private void sweep() {
        List<String> names;
        try {
            names = online.names(bucket, after, batch, redis.deadline());
        } catch (StoreUnavailableException e) {
            LOG.debug("a part of the online list is swept later", e);
            names = List.of();
        }
        if (!names.isEmpty()) {
            prune(names);
        }
        if (names.size() < batch) {
            bucket = (bucket + 1) % Keys.ONLINE_BUCKETS;
            after = "";
        } else {
            after = names.get(names.size() - 1);
        }
    }
}
