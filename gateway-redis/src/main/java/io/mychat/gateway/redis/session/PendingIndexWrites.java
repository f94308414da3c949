package io.mychat.gateway.redis.session;

import io.mychat.gateway.redis.client.Deadline;
import io.mychat.gateway.spi.StoreUnavailableException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Users whose index entries have to be written, at most 100,000. Entries that an unavailable part of Redis does not
 * accept are set aside and do not delay others. Thread-safe; this object's monitor guards all state.
 */
final class PendingIndexWrites {

    private static final int MOST = 100_000;

    /** Users with changes that have not been tried, in the order of their first change. */
    private final Map<String, Change> fresh = new LinkedHashMap<>();

    /** Users whose write has failed, in the order of the attempts. */
    private final Map<String, Change> aside = new LinkedHashMap<>();

    private final List<Batch> inHand = new ArrayList<>();

    /** The users of sessions that are not in the index yet, by session id. */
    private final Map<String, String> seated = new HashMap<>();

    private long changes;

    /**
     * The changes of a user's sessions since the last write of the entries.
     *
     * @param number the increasing number of the first change
     */
    record Change(long number, Set<String> seated, Set<String> lost) {

        void add(Change other) {
            seated.addAll(other.seated);
            lost.addAll(other.lost);
        }
    }

    /** The users of one write. */
    static final class Batch {

        private final Map<String, Change> users;
        /** The numbers of the changes that are tried for the first time. */
        private final long first;

        private Batch(Map<String, Change> users, long first) {
            this.users = users;
            this.first = first;
        }

        Map<String, Change> users() {
            return users;
        }

        boolean isEmpty() {
            return users.isEmpty();
        }
    }

    /** @param login a new session of the user; null when there is none */
    synchronized void add(String userId, @Nullable String login, List<String> lost) {
        if (fresh.size() + aside.size() >= MOST && !fresh.containsKey(userId) && !aside.containsKey(userId)) {
            return;
        }
        Change change = new Change(++changes, new HashSet<>(), new HashSet<>(lost));
        Change before = aside.remove(userId);
        if (before != null) {
            change.add(before);
        }
        if (login != null) {
            change.seated().add(login);
            seated.put(login, userId);
        }
        merge(fresh, userId, change);
    }

    /** The users that have waited longest without an attempt. */
    synchronized Batch take(int most) {
        return take(fresh, most, lowest(fresh));
    }

    /** The users whose last attempt is oldest. */
    synchronized Batch takeAside(int most) {
        return take(aside, most, Long.MAX_VALUE);
    }

    /** Records the attempt of a batch; failed users are set aside. */
    synchronized void tried(Batch batch, Set<String> failed) {
        inHand.remove(batch);
        batch.users().forEach((user, change) -> {
            if (!failed.contains(user)) {
                change.seated().forEach(seated::remove);
            } else if (fresh.containsKey(user)) {
                merge(fresh, user, change);
            } else {
                merge(aside, user, change);
            }
        });
        notifyAll();
    }

    /**
     * Waits until all changes so far have been tried.
     *
     * @throws StoreUnavailableException when this takes longer than the deadline
     */
    synchronized void awaitTried(Deadline deadline) {
        long last = changes;
        while (lowest() <= last) {
            long left = deadline.left().toMillis();
            if (left <= 0) {
                throw new StoreUnavailableException("the index of sessions is behind");
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StoreUnavailableException("interrupted while waiting for Redis", e);
            }
        }
    }

    /** The user of a session of this node that may not be in the index yet. */
    synchronized Optional<String> userOf(String sessionId) {
        return Optional.ofNullable(seated.get(sessionId));
    }

    /** All users whose entries may be out of date. */
    synchronized List<String> all() {
        Set<String> users = new HashSet<>(fresh.keySet());
        users.addAll(aside.keySet());
        inHand.forEach(batch -> users.addAll(batch.users().keySet()));
        return List.copyOf(users);
    }

    synchronized int size() {
        return fresh.size() + aside.size();
    }

    synchronized int asideSize() {
        return aside.size();
    }

    /** The number of the first untried change. */
    private long lowest() {
        long lowest = lowest(fresh);
        for (Batch batch : inHand) {
            lowest = Math.min(lowest, batch.first);
        }
        return lowest;
    }

    private static long lowest(Map<String, Change> inOrder) {
        Iterator<Change> first = inOrder.values().iterator();
        return first.hasNext() ? first.next().number() : Long.MAX_VALUE;
    }

    private Batch take(Map<String, Change> from, int most, long first) {
        Map<String, Change> users = new LinkedHashMap<>();
        Iterator<Map.Entry<String, Change>> all = from.entrySet().iterator();
        while (all.hasNext() && users.size() < most) {
            Map.Entry<String, Change> next = all.next();
            users.put(next.getKey(), next.getValue());
            all.remove();
        }
        Batch batch = new Batch(users, first);
        if (!users.isEmpty()) {
            inHand.add(batch);
        }
        return batch;
    }

    private static void merge(Map<String, Change> into, String userId, Change change) {
        Change before = into.putIfAbsent(userId, change);
        if (before != null) {
            before.add(change);
        }
    }
}
