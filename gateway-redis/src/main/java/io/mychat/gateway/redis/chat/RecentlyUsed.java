package io.mychat.gateway.redis.chat;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map with a bound: one entry more, and the least recently used one is dropped, in the same call. Not thread-safe. */
final class RecentlyUsed<K, V> extends LinkedHashMap<K, V> {

    private static final long serialVersionUID = 1L;

    private final int limit;

    RecentlyUsed(int limit) {
        super(16, 0.75f, true);
        this.limit = limit;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > limit;
    }
}
