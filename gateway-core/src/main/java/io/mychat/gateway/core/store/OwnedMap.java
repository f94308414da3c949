package io.mychat.gateway.core.store;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A bounded map whose entries belong to the users who caused them. {@link EvictionOrder} chooses the owner who loses an
 * entry; it is the owner's least recently used one. Guarded by the store's lock.
 */
final class OwnedMap<K, V> {

    private final Map<K, Entry<K, V>> entries = new HashMap<>();
    private final EvictionOrder<Entry<K, V>> shares = new EvictionOrder<>();
    private final int limit;
    private final Consumer<V> onDropped;

    /** Equal only to itself. */
    private static final class Entry<K, V> extends EvictionOrder.Thing<Entry<K, V>> {
        private final K key;
        private final V value;
        private final String owner;

        Entry(K key, V value, String owner) {
            this.key = key;
            this.value = value;
            this.owner = owner;
        }
    }

    /** @param onDropped receives the values that are dropped at the bound */
    OwnedMap(int limit, Consumer<V> onDropped) {
        this.limit = limit;
        this.onDropped = onDropped;
    }

    int size() {
        return entries.size();
    }

    @Nullable
    V get(K key) {
        Entry<K, V> entry = entries.get(key);
        if (entry == null) {
            return null;
        }
        shares.renew(entry.owner, entry);
        return entry.value;
    }

    List<K> keys() {
        return List.copyOf(entries.keySet());
    }

    /** Removes an entry, which {@code onDropped} does not receive. */
    void remove(K key) {
        Entry<K, V> entry = entries.remove(key);
        if (entry != null) {
            shares.remove(entry.owner, entry);
        }
    }

    /**
     * The value of a key. Without one, makes a value that belongs to {@code owner}.
     *
     * @param spared a key that is not dropped
     */
    V computeIfAbsent(String owner, K key, K spared, Function<K, V> maker) {
        V present = get(key);
        if (present != null) {
            return present;
        }
        makeRoom(owner, entries.get(spared));
        Entry<K, V> entry = new Entry<>(key, maker.apply(key), owner);
        entries.put(key, entry);
        shares.add(owner, entry);
        return entry.value;
    }

    private void makeRoom(String owner, @Nullable Entry<K, V> spared) {
        while (entries.size() >= limit) {
            Entry<K, V> dropped = shares.next(owner, limit, spared);
            if (dropped == null) {
                return;
            }
            entries.remove(dropped.key);
            shares.remove(dropped.owner, dropped);
            onDropped.accept(dropped.value);
        }
    }
}
