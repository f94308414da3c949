package io.mychat.gateway.core.store;

import java.util.Arrays;

/** Lists of slots, of which each is in one at most. Guarded by the store's lock. */
final class SlotChains {

    private int[] before = {};
    private int[] after = {};

    /** The ends of one list. */
    static final class Chain {
        private int first = SlotRing.NONE;
        private int last = SlotRing.NONE;

        int first() {
            return first;
        }

        boolean isEmpty() {
            return first == SlotRing.NONE;
        }
    }

    void grow(int slots) {
        before = Arrays.copyOf(before, slots);
        after = Arrays.copyOf(after, slots);
    }

    /** The slot behind this one, or {@link SlotRing#NONE}. */
    int after(int slot) {
        return after[slot];
    }

    void append(Chain chain, int slot) {
        before[slot] = chain.last;
        after[slot] = SlotRing.NONE;
        if (chain.last == SlotRing.NONE) {
            chain.first = slot;
        } else {
            after[chain.last] = slot;
        }
        chain.last = slot;
    }

    void remove(Chain chain, int slot) {
        if (before[slot] == SlotRing.NONE) {
            chain.first = after[slot];
        } else {
            after[before[slot]] = after[slot];
        }
        if (after[slot] == SlotRing.NONE) {
            chain.last = before[slot];
        } else {
            before[after[slot]] = before[slot];
        }
    }
}
