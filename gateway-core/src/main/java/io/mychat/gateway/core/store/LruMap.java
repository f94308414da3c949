package io.mychat.gateway.core.store;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** A map with a bound: one entry more, and the one that was not asked for or put for longest goes. */
final class LruMap<K, V> extends LinkedHashMap<K, V> {

    private static final long serialVersionUID = 1L;

    private final int limit;
    private final transient Consumer<V> onDropped;

    /** @param onDropped gets what goes for want of room */
    LruMap(int limit, Consumer<V> onDropped) {
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
