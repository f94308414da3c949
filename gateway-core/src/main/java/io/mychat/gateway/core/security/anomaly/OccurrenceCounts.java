package io.mychat.gateway.core.security.anomaly;

import io.mychat.gateway.core.config.security.AnomalyThreshold;
import io.mychat.gateway.core.store.LruMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * The windows of all users or addresses, of one kind. Beyond the bound the one that was silent for longest is forgotten.
 * Thread-safe: a lock for a sixteenth of them, held for a look into a map.
 */
public final class OccurrenceCounts {

    private static final int STRIPES = 16;

    private final Map<String, OccurrenceWindow>[] stripes;

    /** @param maxTracked how many users or addresses are remembered */
    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of maps
    public OccurrenceCounts(int maxTracked) {
        this.stripes = new Map[STRIPES];
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new LruMap<>(Math.max(1, maxTracked / STRIPES), dropped -> {});
        }
    }

    /** Counts one occurrence; present once within a window: how many there were, when they are more than normal. */
    public OptionalLong add(String whose, AnomalyThreshold normal, long now) {
        return count(whose, normal, now, window -> window.add(normal.count()));
    }

    /** As {@link #add(String, AnomalyThreshold, long)}, for a thing that counts once. */
    OptionalLong add(String whose, String thing, AnomalyThreshold normal, long now) {
        long hash = hash(thing);
        return count(whose, normal, now, window -> window.add(hash, normal.count()));
    }

    private OptionalLong count(String whose, AnomalyThreshold normal, long now, Predicate<OccurrenceWindow> isTooMuch) {
        if (normal.count() == 0) {
            return OptionalLong.empty();
        }
        Map<String, OccurrenceWindow> stripe = stripes[Math.floorMod(spread(whose.hashCode()), STRIPES)];
        synchronized (stripe) {
            OccurrenceWindow window = stripe.get(whose);
            if (window == null || window.hasEnded(now, normal.window().toNanos())) {
                window = new OccurrenceWindow(now);
                stripe.put(whose, window);
            }
            return isTooMuch.test(window) ? OptionalLong.of(window.count()) : OptionalLong.empty();
        }
    }

    private static int spread(int hash) {
        return hash ^ (hash >>> 16);
    }

    /** FNV-1a of 64 bits: two names of one hash count as one, which hides an anomaly by one. */
    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }

    /** The number of remembered users or addresses. */
    public int tracked() {
        int tracked = 0;
        for (Map<String, OccurrenceWindow> stripe : stripes) {
            synchronized (stripe) {
                tracked += stripe.size();
            }
        }
        return tracked;
    }
}
