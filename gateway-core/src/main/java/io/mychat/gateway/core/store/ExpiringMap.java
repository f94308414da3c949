package io.mychat.gateway.core.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A map whose entries each have an end. Entries stay after their end until {@link #removeEnded} is called. Not
 * thread-safe.
 */
final class ExpiringMap<V> {

    private final Map<String, Entry<V>> entries = new HashMap<>();
    private final TreeSet<Entry<V>> byEnd = new TreeSet<>();
    private long added;

    void put(String key, V value, Instant endsAt) {
        remove(key);
        Entry<V> entry = new Entry<>(key, value, endsAt, added++);
        entries.put(key, entry);
        byEnd.add(entry);
    }

    Optional<V> get(String key) {
        return Optional.ofNullable(entries.get(key)).map(Entry::value);
    }

    boolean contains(String key) {
        return entries.containsKey(key);
    }

    void remove(String key) {
        Entry<V> entry = entries.remove(key);
        if (entry != null) {
            byEnd.remove(entry);
        }
    }

    int size() {
        return entries.size();
    }

    /** The value with the earliest end. */
    Optional<V> first() {
        return byEnd.isEmpty() ? Optional.empty() : Optional.of(byEnd.first().value());
    }

    /** Removes the entries with the earliest ends until at most {@code limit} are left. */
    void trimTo(int limit) {
        while (entries.size() > limit) {
            remove(byEnd.first().key());
        }
    }

    /** Removes and returns the values that end at {@code now} or before. */
    List<V> removeEnded(Instant now) {
        List<V> ended = new ArrayList<>();
        while (!byEnd.isEmpty() && !byEnd.first().endsAt().isAfter(now)) {
            Entry<V> entry = byEnd.first();
            remove(entry.key());
            ended.add(entry.value());
        }
        return ended;
    }

    /** Sorted by end, then by order of adding, which is unique. */
    private record Entry<V>(String key, V value, Instant endsAt, long order) implements Comparable<Entry<V>> {

        @Override
        public int compareTo(Entry<V> other) {
            int byEnd = endsAt.compareTo(other.endsAt);
            return byEnd != 0 ? byEnd : Long.compare(order, other.order);
        }
    }
}
