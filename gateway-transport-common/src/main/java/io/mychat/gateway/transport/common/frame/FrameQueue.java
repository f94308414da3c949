package io.mychat.gateway.transport.common.frame;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The frames that wait for one socket: unmasked and unfragmented. Payloads are shared with other queues, or copies in an array
 * that the queue keeps for the next ones; headers and payloads are joined only in the write buffer.
 *
 * <p>Not thread-safe.
 */
public final class FrameQueue {

    private static final int INITIAL = 8;
    private static final int LARGEST_KEPT = 256;
    private static final byte[] EMPTY = {};
    private static final int COMPRESSED = 0x40;
    /** The first room for copies: a reply and a delivery. It is doubled when it does not suffice. */
    private static final int FIRST_ROOM = 1024;
    /** The most room: some dozens of replies and deliveries, which leave with the end of a read. */
    private static final int MOST_ROOM = 16_384;

    /** With the bit that marks compressed messages (RFC 7692 section 6). */
    private byte[] opcodes = new byte[INITIAL];

    private byte[] @Nullable [] payloads = new byte[INITIAL][];
    /** Where each payload begins in its array, and its length. */
    private int[] begins = new int[INITIAL];

    private int[] lengths = new int[INITIAL];

    /** Copied payloads, one behind the other, from the first of an empty queue on. Earlier ones may be in a smaller array. */
    private byte[] copies = EMPTY;

    private int copied;
    /** Whether the queue waits for a slow peer. */
    private boolean settled;

    private int head;
    private int size;
    /** The number of written bytes of the first frame. */
    private int begun;

    private long bytes;
    private int pings;
    /** The number of pings that are complete in the last filled buffer. */
    private int pingsOffered;

    private int pongs;
    /** The number of frames that have left the queue. */
    private long left;

    /** The number of the last pong, counted over the life of the queue like {@link #left}. */
    private long lastPong = -1;

    public boolean isEmpty() {
        return size == 0;
    }

    /** Bytes that are not yet written, including headers. */
    public long bytes() {
        return bytes;
    }

    /** The length of a frame with this payload. */
    public static int frameBytes(int payloadLength) {
        return headerBytes(payloadLength) + payloadLength;
    }

    /** Appends a frame. The payload must not be changed afterwards. */
    public void add(int opcode, byte[] payload) {
        add(opcode, payload, 0, payload.length);
    }

    /** Appends a frame with a copy of these bytes. */
    public void addCopy(int opcode, byte[] source, int offset, int length) {
        if (length > copies.length - copied && !settled) {
            moreRoom(length);
        }
        if (length > copies.length - copied) {
            add(opcode, Arrays.copyOfRange(source, offset, offset + length));
            return;
        }
        System.arraycopy(source, offset, copies, copied, length);
        add(opcode, copies, copied, length);
        copied += length;
    }

    private void moreRoom(int length) {
        int room = Math.max(FIRST_ROOM, 2 * copies.length);
        while (room < length && room < MOST_ROOM) {
            room *= 2;
        }
        if (length <= room && room <= MOST_ROOM) {
            copies = new byte[room];
            copied = 0;
        }
    }

    private void add(int opcode, byte[] array, int begin, int length) {
        if (size == opcodes.length) {
            grow();
        }
        if (opcode == Opcode.PONG) {
            lastPong = left + size;
        }
        count(opcode, 1);
        int slot = slot(size++);
        opcodes[slot] = (byte) opcode;
        set(slot, array, begin, length);
        bytes += frameBytes(length);
    }

    private void set(int slot, byte @Nullable [] array, int begin, int length) {
        payloads[slot] = array;
        begins[slot] = begin;
        lengths[slot] = length;
    }

    /** Appends the frame of a message that is compressed, as {@link #add}. */
    public void addCompressed(int opcode, byte[] payload) {
        add(opcode | COMPRESSED, payload);
    }

    /**
     * Whether another ping makes sense: no ping waits, or only one that {@link #fill} has put into a buffer without
     * {@link #written} yet. The peer may already have read that one.
     */
    public boolean wantsPing() {
        return pings == 0 || (pings == 1 && pingsOffered == 1);
    }

    /** The number of waiting pongs, including a partly written one. */
    public int pongs() {
        return pongs;
    }

    /**
     * Replaces the payload of the last pong if no byte of it has been written, so that it answers the latest ping only
     * (RFC 6455 section 5.5.3).
     *
     * @return whether there was such a pong
     */
    public boolean replaceLastPong(byte[] payload) {
        int index = (int) (lastPong - left);
        if (pongs == 0 || index < 0 || (index == 0 && begun > 0)) {
            return false;
        }
        int slot = slot(index);
        bytes += frameBytes(payload.length) - frameBytes(lengths[slot]);
        set(slot, payload, 0, payload.length);
        return true;
    }

    /** Copies as many bytes as fit into {@code target}. They stay in the queue until {@link #written} reports them. */
    public void fill(ByteBuffer target) {
        int skip = begun;
        pingsOffered = 0;
        for (int i = 0; i < size; i++) {
            int slot = slot(i);
            int length = lengths[slot];
            int headerBytes = headerBytes(length);
            if (target.remaining() < headerBytes) {
                return;
            }
            for (int h = skip; h < headerBytes; h++) {
                target.put(headerByte(opcodes[slot], length, h));
            }
            int from = Math.max(0, skip - headerBytes);
            int count = Math.min(length - from, target.remaining());
            target.put(payload(slot), begins[slot] + from, count);
            if (from + count < length) {
                return;
            }
            if (opcodes[slot] == Opcode.PING) {
                pingsOffered++;
            }
            skip = 0;
        }
    }

    /** Removes written bytes. */
    public void written(int count) {
        pingsOffered = 0;
        bytes -= count;
        int out = begun + count;
        while (size > 0) {
            int frame = frameBytes(lengths[head]);
            if (out < frame) {
                break;
            }
            out -= frame;
            count(opcodes[head], -1);
            set(head, null, 0, 0);
            head = (head + 1) & (opcodes.length - 1);
            size--;
            left++;
        }
        begun = out;
        if (size == 0) {
            copied = 0;
            settled = false;
        }
    }

    /**
     * Until the queue is empty, copies have arrays of their own size: the peer is slow, and nobody counts the room that is left
     * in the common one.
     */
    public void settle() {
        settled = true;
        for (int i = 0; i < size; i++) {
            int slot = slot(i);
            byte[] payload = payloads[slot];
            if (payload != null && payload.length > lengths[slot]) {
                int begin = begins[slot];
                set(slot, Arrays.copyOfRange(payload, begin, begin + lengths[slot]), 0, lengths[slot]);
            }
        }
        copies = EMPTY;
        copied = 0;
    }

    /** Drops all frames that have not been started. */
    public void dropNotBegun() {
        int keep = begun > 0 ? 1 : 0;
        for (int i = keep; i < size; i++) {
            int slot = slot(i);
            bytes -= frameBytes(lengths[slot]);
            count(opcodes[slot], -1);
            set(slot, null, 0, 0);
        }
        size = keep;
    }

    /** Whether the empty queue is small enough to be reused for another connection. */
    public boolean isReusable() {
        return size == 0 && opcodes.length <= LARGEST_KEPT;
    }

    private void count(int opcode, int change) {
        if (opcode == Opcode.PING) {
            pings += change;
        } else if (opcode == Opcode.PONG) {
            pongs += change;
        }
    }

    private int slot(int index) {
        return (head + index) & (opcodes.length - 1);
    }

    private byte[] payload(int slot) {
        byte[] payload = payloads[slot];
        return payload == null ? EMPTY : payload;
    }

    private void grow() {
        byte[] oldOpcodes = opcodes;
        byte[] @Nullable [] oldPayloads = payloads;
        int[] oldBegins = begins;
        int[] oldLengths = lengths;
        int mask = size - 1;
        opcodes = new byte[2 * size];
        payloads = new byte[2 * size][];
        begins = new int[2 * size];
        lengths = new int[2 * size];
        for (int i = 0; i < size; i++) {
            int from = (head + i) & mask;
            opcodes[i] = oldOpcodes[from];
            set(i, oldPayloads[from], oldBegins[from], oldLengths[from]);
        }
        head = 0;
    }

    private static int headerBytes(int payloadLength) {
        return payloadLength < 126 ? 2 : payloadLength <= 0xFFFF ? 4 : 10;
    }

    private static byte headerByte(int opcode, int length, int index) {
        if (index == 0) {
            return (byte) (0x80 | opcode);
        }
        int size = headerBytes(length);
        if (index == 1) {
            return (byte) (size == 2 ? length : size == 4 ? 126 : 127);
        }
        int shift = 8 * (size - 1 - index);
        return shift >= 32 ? 0 : (byte) (length >>> shift);
    }
}
