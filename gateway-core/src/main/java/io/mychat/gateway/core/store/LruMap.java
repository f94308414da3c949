package io.mychat.gateway.core.store;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A bounded map. A call that adds an entry beyond the bound drops the least recently used one. Not thread-safe.
 *
 * <p>It replaces the cache of a library, because the stores drop an entry and its share of their sums under one lock,
 * while a library evicts at its own time and by its own policy.
 */
public final class LruMap<K, V> extends LinkedHashMap<K, V> {

    private static final long serialVersionUID = 1L;

    private final int limit;
    private final transient Consumer<V> onDropped;

    /** @param onDropped receives the values that are dropped at the bound */
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
