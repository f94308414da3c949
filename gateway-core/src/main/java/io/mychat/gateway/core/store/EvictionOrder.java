package io.mychat.gateway.core.store;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Tracks how much each owner has put into a store with a common bound, and chooses what is evicted: an owner who fills
 * the store loses its own oldest things before anybody else loses one. Guarded by the store's lock.
 *
 * <p>Owners are kept in ranks of about equal weight, each 12 % heavier than the one below. A change of weight therefore
 * rarely moves an owner, and the heaviest owner is found within 12 % without sorting.
 *
 * @param <T> the stored things; each equals only itself
 */
final class EvictionOrder<T> {

    /** An owner with more than one part in this many of the bound makes room with its own things. */
    private static final int FILLER = 16;

    /** The weight up to which an owner never has to make room itself; it matters for small bounds. */
    private static final int MOST_EXEMPT = 2;

    private static final int RANKS_PER_OCTAVE = 8;
    private static final int RANK_BITS = 3;

    private final Map<String, Share<T>> byOwner = new HashMap<>();
    private final NavigableMap<Integer, Set<Share<T>>> ranks = new TreeMap<>();

    /** The things of one owner, the oldest first. */
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

    /** Makes the thing its owner's newest. */
    void renew(String owner, T thing) {
        Share<T> share = byOwner.get(owner);
        if (share != null && share.things.remove(thing)) {
            share.things.add(thing);
        }
    }

    /** The weight of the heaviest owner; 0 without owners. */
    long largest() {
        Map.Entry<Integer, Set<Share<T>>> top = ranks.lastEntry();
        return top == null
                ? 0
                : top.getValue().stream().mapToLong(share -> share.weight).max().orElse(0);
    }

    /**
     * The thing to evict next because {@code owner} needs room: the owner's oldest, if the owner holds more than a
     * sixteenth of the bound, else the oldest of the heaviest owner.
     *
     * @param spared a thing that is never evicted, or null
     * @return null when there is nothing to evict
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

    /** The rank of a weight: the weight itself below eight, then eight ranks for each power of two; 0 for weight 0. */
    private static int rank(long weight) {
        if (weight < RANKS_PER_OCTAVE) {
            return (int) weight;
        }
        int octave = Long.SIZE - 1 - Long.numberOfLeadingZeros(weight);
        int part = (int) (weight >>> (octave - RANK_BITS)) & (RANKS_PER_OCTAVE - 1);
        return (octave - RANK_BITS + 1) * RANKS_PER_OCTAVE + part;
    }
}
