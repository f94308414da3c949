package io.mychat.gateway.core.store;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A map with a bound: one entry more, and the least recently used one is dropped, in the same call. Not thread-safe.
 *
 * <p>It stands here instead of a cache library's: the stores drop an entry and its part of their sums under one lock, and a
 * library's eviction runs at a time and by a policy of its own.
 */
public final class LruMap<K, V> extends LinkedHashMap<K, V> {

    private static final long serialVersionUID = 1L;

    private final int limit;
    private final transient Consumer<V> onDropped;

    /** @param onDropped gets the values that are dropped for want of room */
    public LruMap(int limit, Consumer<V> onDropped) {
        super(16, 0.75f, true);
        this.limit = limit;
        this.onDropped = onDropped;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        if (size() <= limit) {
            return false;
        }
        onDropped.accept(eldest.getValue());
        return true;
    }
}
