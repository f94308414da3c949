package io.mychat.gateway.redis.session;

import io.mychat.gateway.redis.client.Background;
import io.mychat.gateway.redis.client.Command;
import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.client.Reply;
import io.mychat.gateway.redis.node.Membership;
import io.mychat.gateway.spi.StoreUnavailableException;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is derived from the users' sessions and lies in other slots: session to user, the list of users who are online, and
 * the users of this incarnation. Written in the background, many users in one round trip, from what {@code user:sessions}
 * says at that moment; afterwards that is read again, and what has changed meanwhile is written again. So whoever writes
 * last writes the truth. A crash in between leaves a difference that the refresh and {@link NodeCleaner} repair.
 *
 * <p>Safe for use by many threads; one lock guards what is to be done.
 */
final class SessionIndex implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SessionIndex.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final int MOST_DIRTY = 100_000;
    private static final int MOST_REPEATS = 100;
    private static final Duration OWN_USERS_KEPT = Duration.ofDays(2);

    private final Redis redis;
    private final Membership membership;
    private final SessionScripts scripts;
    private final SessionSettings settings;
    private final OnlineList online;
    private final Background writer;

    private final Object lock = new Object();
    /** Users to look at, with the ids of sessions that they have lost. Guarded by the lock. */
    private final Map<String, Set<String>> dirty = new LinkedHashMap<>();
    /** How many threads write; guarded by the lock. */
    private int inHand;

    SessionIndex(Redis redis, Membership membership, SessionScripts scripts, SessionSettings settings) {
        this.redis = redis;
        this.membership = membership;
        this.scripts = scripts;
        this.settings = settings;
        this.online = new OnlineList(redis, scripts);
        this.writer = new Background(redis.time(), "redis-session-index", () -> RETRY, this::writeAll);
        writer.start();
    }

    /** The user's sessions are not what they were. Does not block. */
    void changed(String userId, List<Session> lost) {
        synchronized (lock) {
            if (dirty.size() >= MOST_DIRTY && !dirty.containsKey(userId)) {
                return;
            }
            Set<String> ids = dirty.computeIfAbsent(userId, user -> new HashSet<>());
            lost.forEach(session -> ids.add(session.id()));
        }
        writer.soon();
    }

    /** Waits until what this node has changed so far is written, for the deadline at most. */
    void settle() {
        long end = System.nanoTime() + redis.settings().deadline().toNanos();
        synchronized (lock) {
            while (!dirty.isEmpty() || inHand > 0) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    throw new StoreUnavailableException("the index of sessions is behind");
                }
                try {
                    lock.wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new StoreUnavailableException("interrupted while waiting for Redis", e);
                }
            }
        }
    }

    long count() {
        return online.count();
    }

    OnlinePage page(int limit, Optional<String> cursor) {
        return online.page(limit, cursor);
    }

    List<Metric> metrics() {
        synchronized (lock) {
            return List.of(Metric.gauge(
                    "redis_session_index_waiting", "Users whose index entries are to be written.", dirty.size()));
        }
    }

    @Override
    public void close() {
        writeAll();
        writer.close();
    }

    private void writeAll() {
        Map<String, Set<String>> unwritten = new LinkedHashMap<>();
        begin();
        try {
            for (Map<String, Set<String>> batch = take(); !batch.isEmpty(); batch = take()) {
                batch.forEach((user, ids) ->
                        unwritten.computeIfAbsent(user, key -> new HashSet<>()).addAll(ids));
                Set<String> failed = write(batch);
                batch.keySet().stream().filter(user -> !failed.contains(user)).forEach(unwritten::remove);
            }
        } finally {
            giveBack(unwritten);
        }
        if (!unwritten.isEmpty()) {
            LOG.debug("the index entries of {} users are written later", unwritten.size());
        }
    }

    private void begin() {
        synchronized (lock) {
            inHand++;
        }
    }

    private Map<String, Set<String>> take() {
        synchronized (lock) {
            Map<String, Set<String>> batch = new LinkedHashMap<>();
            var users = dirty.entrySet().iterator();
            while (users.hasNext() && batch.size() < settings.batch()) {
                Map.Entry<String, Set<String>> next = users.next();
                batch.put(next.getKey(), next.getValue());
                users.remove();
            }
            return batch;
        }
    }

    private void giveBack(Map<String, Set<String>> unwritten) {
        synchronized (lock) {
            inHand--;
            unwritten.forEach((user, ids) ->
                    dirty.computeIfAbsent(user, key -> new HashSet<>()).addAll(ids));
            lock.notifyAll();
        }
    }

    /**
     * Writes until what is stored stays the same from before the writing to after it.
     *
     * @return users for whom a part of Redis did not answer
     */
    private Set<String> write(Map<String, Set<String>> batch) {
        Map<String, Set<String>> lost = new LinkedHashMap<>(batch);
        Set<String> failed = new HashSet<>();
        Map<String, List<SessionRecord>> now = read(batch.keySet(), failed);
        for (int i = 0; i < MOST_REPEATS && !now.isEmpty(); i++) {
            Map<String, List<SessionRecord>> before = now;
            List<Command> writes = new ArrayList<>();
            List<String> owners = new ArrayList<>();
            before.forEach((user, sessions) -> {
                addWrites(user, sessions, lost.getOrDefault(user, Set.of()), writes);
                owners.addAll(Collections.nCopies(writes.size() - owners.size(), user));
            });
            List<Reply> replies = redis.all(writes);
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

    private Map<String, List<SessionRecord>> read(Set<String> names, Set<String> failed) {
        List<String> users = List.copyOf(names);
        List<Reply> replies = redis.all(users.stream().map(scripts::list).toList());
        Map<String, List<SessionRecord>> stored = new LinkedHashMap<>();
        for (int i = 0; i < users.size(); i++) {
            if (replies.get(i).isFailed()) {
                failed.add(users.get(i));
            } else {
                List<String> raws = Reply.texts(replies.get(i).get());
                stored.put(users.get(i), SessionRecord.readAll(raws));
            }
        }
        return stored;
    }

    /** When they expire does not matter. */
    private static boolean isSame(List<SessionRecord> one, List<SessionRecord> other) {
        return one.stream()
                .map(SessionRecord::session)
                .toList()
                .equals(other.stream().map(SessionRecord::session).toList());
    }

    private void addWrites(String userId, List<SessionRecord> stored, Set<String> lost, List<Command> writes) {
        String incarnation = membership.incarnation();
        List<SessionRecord> own = stored.stream()
                .filter(one -> one.incarnation().equals(incarnation))
                .toList();
        if (own.isEmpty()) {
            writes.add(Command.write("SREM", redis.keys().nodeSessions(incarnation), userId));
        } else {
            writes.addAll(ownUsers(List.of(userId)));
        }
        writes.add(OnlineList.mark(redis.keys(), userId, !stored.isEmpty()));
        own.forEach(one -> writes.add(scripts.index(one)));
        Set<String> current = new HashSet<>();
        stored.forEach(one -> current.add(one.session().id()));
        lost.stream()
                .filter(id -> !current.contains(id))
                .forEach(id -> writes.add(Command.write("DEL", redis.keys().sessionUser(id))));
    }

    /** Enters users into the list of this incarnation's, which outlives them for a while. */
    List<Command> ownUsers(List<String> userIds) {
        String own = redis.keys().nodeSessions(membership.incarnation());
        return List.of(
                Command.write("SADD", own, userIds.toArray()),
                Command.write("PEXPIRE", own, OWN_USERS_KEPT.toMillis()));
    }

    /** Enters users who are online into the list of those. */
    List<Command> onlineUsers(List<String> userIds) {
        return OnlineList.enter(redis.keys(), userIds);
    }
}
