package io.mychat.gateway.core.store;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who has put how much into a store with a common bound, and whose turn it is to make room: who fills the store loses what is
 * its own and oldest, before anybody else loses anything. Guarded by the store's lock.
 *
 * <p>Owners are kept in ranks of about equal weight, each 12 % heavier than the one below. So a change of weight rarely moves an
 * owner, and the heaviest is found to within that without a sort.
 *
 * @param <T> what is put in; equal only to itself
 */
final class EvictionOrder<T> {

    /** Who holds more than this part of a bound makes room with what is its own. */
    private static final int FILLER = 16;

    /** So much of a small bound anybody may hold and still take from others. */
    private static final int MOST_EXEMPT = 2;

    private static final int RANKS_PER_OCTAVE = 8;
    private static final int RANK_BITS = 3;

    private final Map<String, Share<T>> byOwner = new HashMap<>();
    private final NavigableMap<Integer, Set<Share<T>>> ranks = new TreeMap<>();

    /** What one owner has put in, oldest first. */
    private static final class Share<T> {
        private final LinkedHashSet<T> things = new LinkedHashSet<>(2);
        private long weight;
        private int rank;
    }

    void add(String owner, T thing, long weight) {
        Share<T> share = byOwner.computeIfAbsent(owner, name -> new Share<>());
        share.things.add(thing);
        changeWeight(share, share.weight + weight);
    }

    void remove(String owner, T thing, long weight) {
        Share<T> share = byOwner.get(owner);
        if (share != null && share.things.remove(thing)) {
            changeWeight(share, share.weight - weight);
            if (share.things.isEmpty()) {
                byOwner.remove(owner);
            }
        }
    }

    /** The thing is its owner's newest from now on. */
    void renew(String owner, T thing) {
        Share<T> share = byOwner.get(owner);
        if (share != null && share.things.remove(thing)) {
            share.things.add(thing);
        }
    }

    /** The weight of the owner who has most; 0 where there is none. */
    long largest() {
        Map.Entry<Integer, Set<Share<T>>> top = ranks.lastEntry();
        return top == null
                ? 0
                : top.getValue().stream().mapToLong(share -> share.weight).max().orElse(0);
    }

    /**
     * What has to go next because {@code owner} needs room: the owner's oldest where the owner holds more than a sixteenth of
     * the bound, else the oldest of whoever holds most.
     *
     * @param spared never goes, or null
     * @return null: there is nothing but what is spared
     */
    @Nullable
    T next(String owner, long bound, @Nullable T spared) {
        Share<T> own = byOwner.get(owner);
        T oldest = own != null && own.weight > Math.max(bound / FILLER, MOST_EXEMPT) ? oldest(own, spared) : null;
        return oldest == null ? oldestOfTheHeaviest(spared) : oldest;
    }

    private @Nullable T oldestOfTheHeaviest(@Nullable T spared) {
        for (Set<Share<T>> rank : ranks.descendingMap().values()) {
            for (Share<T> share : rank) {
                T oldest = oldest(share, spared);
                if (oldest != null) {
                    return oldest;
                }
            }
        }
        return null;
    }

    private @Nullable T oldest(Share<T> share, @Nullable T spared) {
        for (T thing : share.things) {
            if (!thing.equals(spared)) {
                return thing;
            }
        }
        return null;
    }

    private void changeWeight(Share<T> share, long weight) {
        int rank = rank(weight);
        if (rank != share.rank) {
            leaveRank(share);
            share.rank = rank;
            if (rank > 0) {
                ranks.computeIfAbsent(rank, number -> new LinkedHashSet<>()).add(share);
            }
        }
        share.weight = weight;
    }

    private void leaveRank(Share<T> share) {
        Set<Share<T>> before = ranks.get(share.rank);
        if (before != null && before.remove(share) && before.isEmpty()) {
            ranks.remove(share.rank);
        }
    }

    /** Exact below eight, then eight ranks from one power of two to the next; 0 for nothing. */
    private static int rank(long weight) {
        if (weight < RANKS_PER_OCTAVE) {
            return (int) weight;
        }
        int octave = Long.SIZE - 1 - Long.numberOfLeadingZeros(weight);
        int part = (int) (weight >>> (octave - RANK_BITS)) & (RANKS_PER_OCTAVE - 1);
        return (octave - RANK_BITS + 1) * RANKS_PER_OCTAVE + part;
    }
}
