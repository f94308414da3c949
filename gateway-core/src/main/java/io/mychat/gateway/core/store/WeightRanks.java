package io.mychat.gateway.core.store;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Owners in ranks of about equal weight, each 12 % heavier than the one below. A change of weight therefore rarely moves
 * an owner, and the heaviest owner is found within 12 % without sorting. Guarded by the store's lock.
 *
 * @param <S> equals only itself
 */
final class WeightRanks<S extends WeightRanks.Weighted> {

    /** An owner with more than one part in this many of the bound makes room with its own things. */
    private static final int FILLER = 16;

    /** The weight up to which an owner never has to make room itself; it matters for small bounds. */
    private static final int MOST_EXEMPT = 2;

    private static final int RANKS_PER_OCTAVE = 8;
    private static final int RANK_BITS = 3;

    private final NavigableMap<Integer, Set<S>> ranks = new TreeMap<>();

    /** What one owner has. */
    abstract static class Weighted {
        private long weight;
        private int rank;

        long weight() {
            return weight;
        }

        /** Whether it holds more than a sixteenth of the bound. */
        boolean fills(long bound) {
            return weight > Math.max(bound / FILLER, MOST_EXEMPT);
        }
    }

    void change(S owner, long more) {
        Weighted weighted = owner;
        weighted.weight += more;
        int rank = rank(weighted.weight);
        if (rank != weighted.rank) {
            leave(owner, weighted.rank);
            weighted.rank = rank;
            if (rank > 0) {
                ranks.computeIfAbsent(rank, number -> new LinkedHashSet<>()).add(owner);
            }
        }
    }

    private void leave(S owner, int rank) {
        Set<S> before = ranks.get(rank);
        if (before != null && before.remove(owner) && before.isEmpty()) {
            ranks.remove(rank);
        }
    }

    /** The weight of the heaviest owner; 0 without owners. */
    long largest() {
        Map.Entry<Integer, Set<S>> top = ranks.lastEntry();
        return top == null
                ? 0
                : top.getValue().stream().mapToLong(Weighted::weight).max().orElse(0);
    }

    /** The owners by their ranks, the heaviest first. */
    Iterable<Set<S>> fromHeaviest() {
        return ranks.descendingMap().values();
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
