package io.mychat.gateway.core.store;

import java.util.Arrays;

/** Finds slots by a hash. Those with the same hash are found one after the other, the last added one first. Guarded by the store's lock. */
final class SlotIndex {

    private static final int FIRST_SIZE = 16;

    /** Slots plus 1; 0 where there is none. */
    private int[] heads = new int[FIRST_SIZE];

    private int[] next = {};
    private int[] hashes = {};
    private int size;

    void grow(int slots) {
        next = Arrays.copyOf(next, slots);
        hashes = Arrays.copyOf(hashes, slots);
    }

    void add(int slot, int hash) {
        if (size == heads.length) {
            spread();
        }
        size++;
        hashes[slot] = hash;
        int head = hash & (heads.length - 1);
        next[slot] = heads[head];
        heads[head] = slot + 1;
    }

    void remove(int slot) {
        int head = hashes[slot] & (heads.length - 1);
        int at = heads[head];
        if (at == slot + 1) {
            heads[head] = next[slot];
        } else {
            while (next[at - 1] != slot + 1) {
                at = next[at - 1];
            }
            next[at - 1] = next[slot];
        }
        size--;
    }

    /** The first slot with this hash, or {@link SlotRing#NONE}. */
    int first(int hash) {
        return sameFrom(heads[hash & (heads.length - 1)], hash);
    }

    /** The next slot with the same hash, or {@link SlotRing#NONE}. */
    int next(int slot) {
        return sameFrom(next[slot], hashes[slot]);
    }

    private int sameFrom(int first, int hash) {
        int at = first;
        while (at != 0 && hashes[at - 1] != hash) {
            at = next[at - 1];
        }
        return at - 1;
    }

    /** Twice the heads; the slots of each keep their order. */
    private void spread() {
        int[] before = heads;
        int[] more = new int[2 * before.length];
        for (int head = 0; head < before.length; head++) {
            int low = 0;
            int high = 0;
            for (int at = before[head]; at != 0; ) {
                int following = next[at - 1];
                if ((hashes[at - 1] & before.length) == 0) {
                    low = append(more, head, low, at);
                } else {
                    high = append(more, head + before.length, high, at);
                }
                at = following;
            }
        }
        heads = more;
    }

    private int append(int[] to, int head, int last, int at) {
        if (last == 0) {
            to[head] = at;
        } else {
            next[last - 1] = at;
        }
        next[at - 1] = 0;
        return at;
    }
}
