package io.mychat.gateway.core.security.anomaly;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An {@link OccurrenceWindow} that counts each thing once. The things are hashes of 64 bits, up to one more than are normal.
 * Most users have one thing only, which needs no array.
 */
final class DistinctWindow extends OccurrenceWindow {

    private long first;
    private long @Nullable [] others;

    DistinctWindow(String whose, long begin) {
        super(whose, begin);
    }

    @Override
    void restart(long now) {
        super.restart(now);
        others = null;
    }

    /** As {@link #add(int)}, for a thing that counts once. */
    boolean add(long thing, int limit) {
        int count = count();
        if (count > limit || isKnown(thing, count)) {
            return false;
        }
        if (count == 0) {
            first = thing;
        } else {
            remember(thing, count - 1);
        }
        return add(limit);
    }

    private boolean isKnown(long thing, int count) {
        if (count > 0 && first == thing) {
            return true;
        }
        long[] known = others;
        for (int i = 0; known != null && i < count - 1; i++) {
            if (known[i] == thing) {
                return true;
            }
        }
        return false;
    }

    private void remember(long thing, int index) {
        long[] known = others == null ? new long[2] : others;
        if (index == known.length) {
            known = Arrays.copyOf(known, known.length * 2);
        }
        known[index] = thing;
        others = known;
    }
}
