package io.mychat.gateway.core.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The records of messages, one behind the other in blocks of bytes. A block is used again when none of its records is left;
 * when more than half of all blocks is garbage, the records of the emptiest block move to a new one. So the collector sees
 * a few arrays instead of a graph of objects. Guarded by the store's lock.
 */
final class MessageLog {

    /** A region of G1 in heaps up to 2 GB, with the header of the array. */
    static final int BLOCK_BYTES = (1 << 20) - 64;

    /** A longer record has an array of its own. */
    private static final int LONGEST = BLOCK_BYTES / 16;

    /** Blocks that may be garbage at any rate. */
    private static final int SPARED = 4;

    private final Owner owner;
    private final List<@Nullable Block> blocks = new ArrayList<>();
    private int current = -1;
    private @Nullable Block spare;
    /** Of the blocks that records share. */
    private int shared;

    private long live;

    /** Knows where each record is. */
    interface Owner {

        /** Whether the message in this slot has its record here. */
        boolean isAt(int slot, long address);

        /** The record has another address from now on. */
        void moved(int slot, long address);
    }

    private static final class Block {
        private final byte[] bytes;
        private final boolean isShared;
        private int used;
        private int live;

        Block(int size, boolean isShared) {
            this.bytes = new byte[size];
            this.isShared = isShared;
        }
    }

    MessageLog(Owner owner) {
        this.owner = owner;
    }

    /** The array of a record, which begins at its {@link #offset}. */
    byte[] bytes(long address) {
        return block((int) (address >> Integer.SIZE)).bytes;
    }

    static int offset(long address) {
        return (int) address;
    }

    /** Makes room for a record; returns its address. */
    long reserve(int length) {
        if (length > LONGEST) {
            Block own = new Block(length, false);
            own.used = length;
            own.live = length;
            return address(put(own), 0);
        }
        if (current < 0 || block(current).used + length > BLOCK_BYTES) {
            begin();
        }
        return take(length);
    }

    private long take(int length) {
        Block block = block(current);
        int offset = block.used;
        block.used += length;
        block.live += length;
        live += length;
        return address(current, offset);
    }

    /** Gives the room of a record back. */
    void release(long address) {
        int number = (int) (address >> Integer.SIZE);
        Block block = block(number);
        int length = MessageRecord.length(block.bytes, offset(address));
        block.live -= length;
        if (!block.isShared) {
            blocks.set(number, null);
            return;
        }
        live -= length;
        if (block.live == 0) {
            block.used = 0;
            if (number != current) {
                drop(number, block);
            }
        }
    }

    private void drop(int number, Block block) {
        blocks.set(number, null);
        shared--;
        if (spare == null) {
            block.used = 0;
            spare = block;
        }
    }

    /** Begins another block, which takes in the rest of the emptiest one when there is much garbage. */
    private void begin() {
        Block next = spare == null ? new Block(BLOCK_BYTES, true) : spare;
        spare = null;
        current = put(next);
        shared++;
        if ((shared - SPARED) * (long) BLOCK_BYTES > 2 * live) {
            evacuate(emptiest());
        }
    }

    private int emptiest() {
        int least = current;
        for (int number = 0; number < blocks.size(); number++) {
            Block block = blocks.get(number);
            if (block != null
                    && block.isShared
                    && number != current
                    && (least == current || block.live < block(least).live)) {
                least = number;
            }
        }
        return least;
    }

    private void evacuate(int number) {
        Block from = block(number);
        for (int at = 0; number != current && at < from.used; ) {
            int length = MessageRecord.length(from.bytes, at);
            int slot = MessageRecord.slot(from.bytes, at);
            if (owner.isAt(slot, address(number, at))) {
                long to = take(length);
                System.arraycopy(from.bytes, at, bytes(to), offset(to), length);
                live -= length;
                owner.moved(slot, to);
            }
            at += length;
        }
        if (number != current) {
            from.live = 0;
            drop(number, from);
        }
    }

    /** The bytes of all blocks, used or not. */
    long capacity() {
        long capacity = spare == null ? 0 : BLOCK_BYTES;
        for (Block block : blocks) {
            capacity += block == null ? 0 : block.bytes.length;
        }
        return capacity;
    }

    private int put(Block block) {
        int free = blocks.indexOf(null);
        if (free >= 0) {
            blocks.set(free, block);
            return free;
        }
        blocks.add(block);
        return blocks.size() - 1;
    }

    private Block block(int number) {
        return Objects.requireNonNull(blocks.get(number));
    }

    private static long address(int block, int offset) {
        return ((long) block << Integer.SIZE) | offset;
    }
}
