package io.mychat.gateway.redis.session;

import io.mychat.gateway.redis.client.Deadline;
import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.redis.client.RedisReply;
import io.mychat.gateway.redis.node.Membership;
import io.mychat.gateway.redis.schedule.BackgroundTask;
import io.mychat.gateway.redis.session.PendingIndexWrites.Batch;
import io.mychat.gateway.redis.session.PendingIndexWrites.Change;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.session.OnlinePage;
import io.mychat.gateway.spi.session.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The indexes that are derived from users' sessions and are in other slots: session to user, online users, and users of
 * this incarnation. They are written in the background for many users per round trip, from the current
 * {@code user:sessions}. Afterwards the sessions are read again, and changes are written again, so the last writer
 * writes the truth. After a crash in between, the refresh and {@link NodeCleaner} repair the difference.
 *
 * <p>A reader adds the entries that this node has not written yet. Entries that an unavailable part of Redis does not
 * accept are retried and do not delay others.
 *
 * <p>Thread-safe.
 */
final class SessionIndex implements AutoCloseable {

    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final int MOST_REPEATS = 100;
    private static final Duration OWN_USERS_KEPT = Duration.ofDays(2);

    private final Redis redis;
    private final Membership membership;
    private final SessionScripts scripts;
    private final SessionSettings settings;
    private final OnlineList online;
    private final BackgroundTask writer;
    private final PendingIndexWrites dirty = new PendingIndexWrites();

    SessionIndex(Redis redis, Membership membership, SessionScripts scripts, SessionSettings settings) {
        this.redis = redis;
        this.membership = membership;
        this.scripts = scripts;
        this.settings = settings;
        this.online = new OnlineList(redis, scripts);
        this.writer = new BackgroundTask(redis.time(), "redis-session-index", () -> RETRY, this::writeAll);
        writer.start();
    }

    /** The user has a new session, and these no longer. Does not block. */
    void seated(Session session, List<Session> lost) {
        dirty.add(session.userId(), session.id(), ids(lost));
        writer.soon();
    }

    /** The user has lost sessions. Does not block. */
    void lost(String userId, List<Session> lost) {
        dirty.add(userId, null, ids(lost));
        writer.soon();
    }

    private static List<String> ids(List<Session> sessions) {
        return sessions.stream().map(Session::id).toList();
    }

    /**
     * The user of a session, according to the index. The caller has to compare it with the user's sessions.
     *
     * @throws io.mychat.gateway.spi.StoreUnavailableException when the part of Redis with the entry does not answer
     */
    Optional<String> userOf(String sessionId, Deadline deadline) {
        Optional<String> unwritten = dirty.userOf(sessionId);
        return unwritten.isPresent()
                ? unwritten
                : Optional.of(RedisReply.text(redis.call(
                                RedisCommand.read("HGET", redis.keys().sessionUser(sessionId), "user_id"), deadline)))
                        .filter(userId -> !userId.isEmpty());
    }

    /** The number of online users, including this node's pending changes as far as Redis accepts them. */
    long count(Deadline deadline) {
        dirty.awaitTried(deadline);
        return online.count(deadline);
    }

    OnlinePage page(int limit, Optional<String> cursor, Deadline deadline) {
        return online.page(limit, cursor, dirty.all(), deadline);
    }

    List<Metric> metrics() {
        return List.of(
                Metric.gauge(
                        "redis_session_index_waiting",
                        "Users whose index entries are yet to be written.",
                        dirty.size()),
                Metric.gauge(
                        "redis_session_index_aside",
                        "Waiting users whose index entries Redis did not accept yet.",
                        dirty.asideSize()));
    }

    @Override
    public void close() {
        writeAll();
        writer.close();
    }

    /** Writes all new entries, and retries failed ones as long as they succeed. */
    private void writeAll() {
        for (Batch batch = dirty.take(settings.batch()); !batch.isEmpty(); batch = dirty.take(settings.batch())) {
            write(batch);
        }
        int left = dirty.asideSize();
        boolean succeeds = true;
        while (left > 0 && succeeds) {
            Batch batch = dirty.takeAside(Math.min(left, settings.batch()));
            left -= settings.batch();
            succeeds = write(batch) < batch.users().size();
        }
    }

    /** @return how many failed */
    private int write(Batch batch) {
        Set<String> failed = batch.users().keySet();
        try {
            failed = write(batch.users());
            return failed.size();
        } finally {
            dirty.tried(batch, failed);
        }
    }

    /**
     * Writes until what is stored stays the same from before the writing to after it.
     *
     * @return users for whom a part of Redis did not answer
     */
    private Set<String> write(Map<String, Change> batch) {
        Map<String, Set<String>> lost = new LinkedHashMap<>();
        batch.forEach((user, change) -> lost.put(user, change.lost()));
        Set<String> failed = new HashSet<>();
        Map<String, List<String>> now = read(batch.keySet(), failed);
        for (int i = 0; i < MOST_REPEATS && !now.isEmpty(); i++) {
            Map<String, List<String>> before = now;
            List<RedisCommand> writes = new ArrayList<>();
            List<String> owners = new ArrayList<>();
            before.forEach((user, raws) -> {
                addWrites(user, scripts.answers().records(raws), lost.getOrDefault(user, Set.of()), writes);
                owners.addAll(Collections.nCopies(writes.size() - owners.size(), user));
            });
            List<RedisReply> replies = redis.all(writes);
            for (int one = 0; one < replies.size(); one++) {
                if (replies.get(one).isFailed()) {
                    failed.add(owners.get(one));
                }
            }
            lost.clear();
            before.keySet().removeAll(failed);
            now = read(before.keySet(), failed);
            now.entrySet().removeIf(user -> isSame(user.getValue(), before.getOrDefault(user.getKey(), List.of())));
        }
        return failed;
    }

    /** Returns the sessions of each user as they are stored: mostly nothing has changed, and nobody has to read them twice. */
    private Map<String, List<String>> read(Set<String> names, Set<String> failed) {
        List<String> users = List.copyOf(names);
        List<RedisReply> replies = redis.all(users.stream().map(scripts::list).toList());
        Map<String, List<String>> stored = new LinkedHashMap<>();
        for (int i = 0; i < users.size(); i++) {
            if (replies.get(i).isFailed()) {
                failed.add(users.get(i));
            } else {
                stored.put(users.get(i), RedisReply.texts(replies.get(i).get()));
            }
        }
        return stored;
    }

    /** Ignores the expiry. */
    private boolean isSame(List<String> one, List<String> other) {
        return one.equals(other)
                || scripts.answers().sessions(one).equals(scripts.answers().sessions(other));
    }

    private void addWrites(String userId, List<SessionRecord> stored, Set<String> lost, List<RedisCommand> writes) {
        String incarnation = membership.incarnation();
        List<SessionRecord> own = stored.stream()
                .filter(one -> one.incarnation().equals(incarnation))
                .toList();
        if (own.isEmpty()) {
            writes.add(RedisCommand.write("SREM", redis.keys().nodeSessions(incarnation), userId));
        } else {
            writes.addAll(ownUsers(List.of(userId)));
        }
        writes.add(OnlineList.mark(redis.keys(), userId, !stored.isEmpty()));
        own.forEach(one -> writes.add(scripts.index(one)));
        Set<String> current = new HashSet<>();
        stored.forEach(one -> current.add(one.session().id()));
        lost.stream()
                .filter(id -> !current.contains(id))
                .forEach(id -> writes.add(RedisCommand.write("DEL", redis.keys().sessionUser(id))));
    }

    /** Enters users into the list of this incarnation's, which outlives them for a while. */
    List<RedisCommand> ownUsers(List<String> userIds) {
        String own = redis.keys().nodeSessions(membership.incarnation());
        return List.of(
                RedisCommand.write("SADD", own, userIds.toArray()),
                RedisCommand.write("PEXPIRE", own, OWN_USERS_KEPT.toMillis()));
    }

    /** Enters users who are online into the list of those. */
    List<RedisCommand> onlineUsers(List<String> userIds) {
        return OnlineList.enter(redis.keys(), userIds);
    }
}
