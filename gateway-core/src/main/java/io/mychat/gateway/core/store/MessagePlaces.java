package io.mychat.gateway.core.store;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where each message is: in a chat and in up to two inboxes, with its number in each. A holder has a number, too, so that
 * no array holds objects. Guarded by the store's lock.
 */
final class MessagePlaces {

    /** A chat and two inboxes. */
    private static final int MOST = 3;

    private final NumberedObjects<MessageHolder> holders = new NumberedObjects<>();

    /** The numbers of the holders of each message. */
    private int[] holderOf = {};

    private long[] numberIn = {};
    private byte[] count = {};
    private long[] chatSeq = {};

    void grow(int slots) {
        holderOf = Arrays.copyOf(holderOf, MOST * slots);
        numberIn = Arrays.copyOf(numberIn, MOST * slots);
        count = Arrays.copyOf(count, slots);
        chatSeq = Arrays.copyOf(chatSeq, slots);
    }

    /** Gives a number to a holder. */
    int open(MessageHolder holder) {
        return holders.add(holder);
    }

    /** A holder without messages ends. */
    void close(MessageHolder holder) {
        holders.remove(holder.number());
    }

    /** The message has entered a holder. */
    void enter(int slot, MessageHolder holder, long number) {
        int at = MOST * slot + count[slot]++;
        holderOf[at] = holder.number();
        numberIn[at] = number;
    }

    /** The message's number in its chat, also when the chat does not hold it any more. */
    long chatSeq(int slot) {
        return chatSeq[slot];
    }

    void chatSeq(int slot, long number) {
        chatSeq[slot] = number;
    }

    /** The number of its holders. */
    int count(int slot) {
        return count[slot];
    }

    boolean isIn(int slot, @Nullable MessageHolder holder) {
        return holder != null && find(slot, holder) >= 0;
    }

    private int find(int slot, MessageHolder holder) {
        for (int at = MOST * slot; at < MOST * slot + count[slot]; at++) {
            if (holderOf[at] == holder.number()) {
                return at;
            }
        }
        return -1;
    }

    /** Removes the message from one holder. Returns whether no holder is left. */
    boolean leave(int slot, MessageHolder holder) {
        int at = find(slot, holder);
        if (at >= 0) {
            holder.remove(numberIn[at], slot);
            int last = MOST * slot + --count[slot];
            holderOf[at] = holderOf[last];
            numberIn[at] = numberIn[last];
        }
        return count[slot] == 0;
    }

    /** Removes the message from all its holders. */
    void leaveAll(int slot) {
        while (count[slot] > 0) {
            int at = MOST * slot + --count[slot];
            holders.get(holderOf[at]).remove(numberIn[at], slot);
        }
    }
}
