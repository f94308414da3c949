package io.mychat.gateway.core.security.anomaly;

import io.mychat.gateway.core.config.security.AnomalyThreshold;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * The windows of all users or addresses, of one kind. Beyond the bound the one that was silent for longest is forgotten.
 * Thread-safe: a lock for a sixteenth of them, held for a look into a map.
 */
public final class OccurrenceCounts {

    private static final int STRIPES = 16;

    private final TrackedWindows[] stripes = new TrackedWindows[STRIPES];

    /** @param maxTracked how many users or addresses are remembered */
    public OccurrenceCounts(int maxTracked) {
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new TrackedWindows(Math.max(1, maxTracked / STRIPES));
        }
    }

    /** Counts one occurrence; present once within a window: how many there were, when they are more than normal. */
    public OptionalLong add(String whose, AnomalyThreshold normal, long now) {
        return count(whose, normal, now, OccurrenceWindow::new, window -> window.add(normal.count()));
    }

    /** As {@link #add(String, AnomalyThreshold, long)}, for a thing that counts once; not on the same object. */
    OptionalLong add(String whose, String thing, AnomalyThreshold normal, long now) {
        long hash = hash(thing);
        return count(
                whose,
                normal,
                now,
                DistinctWindow::new,
                window -> window instanceof DistinctWindow distinct && distinct.add(hash, normal.count()));
    }

    private OptionalLong count(
            String whose, AnomalyThreshold normal, long now, NewWindow maker, Predicate<OccurrenceWindow> isTooMuch) {
        if (normal.count() == 0) {
            return OptionalLong.empty();
        }
        TrackedWindows stripe = stripes[Math.floorMod(spread(whose.hashCode()), STRIPES)];
        synchronized (stripe) {
            OccurrenceWindow window = stripe.use(whose);
            if (window == null) {
                window = maker.of(whose, now);
                stripe.add(window);
            } else if (window.hasEnded(now, normal.window().toNanos())) {
                window.restart(now);
            }
            return isTooMuch.test(window) ? OptionalLong.of(window.count()) : OptionalLong.empty();
        }
    }

    /** Makes a window that begins now. */
    private interface NewWindow {

        OccurrenceWindow of(String whose, long now);
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
        for (TrackedWindows stripe : stripes) {
            synchronized (stripe) {
                tracked += stripe.size();
            }
        }
        return tracked;
    }
}
