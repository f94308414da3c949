package io.mychat.gateway.transport.jakarta.websocket;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The receiving half of a connection: pieces that wait to be delivered, and the message that is not yet whole. The
 * monitor guards the waiting pieces; the message belongs to the {@linkplain EventQueue events}.
 */
final class Inbound {

    private static final byte[] NOTHING = {};
    /** What a waiting piece costs beside its bytes: a flood of empty ones has a bound, too. */
    private static final int PIECE = 64;

    /**
     * A piece of a message.
     *
     * @param counted the bytes that are reserved for it; 0: none
     */
    record Piece(byte[] payload, boolean last, int counted) {}

    private final Deque<Piece> waiting = new ArrayDeque<>();
    private long waitingBytes;

    private byte[] message = NOTHING;
    private int length;
    private int counted;

    /** The memory that a piece takes while it waits, in bytes. */
    static int cost(byte[] payload) {
        return payload.length + PIECE;
    }

    synchronized void add(Piece piece) {
        waiting.addLast(piece);
        waitingBytes += cost(piece.payload());
    }

    /** The piece that is delivered next; it stays. */
    synchronized @Nullable Piece peek() {
        return waiting.peekFirst();
    }

    synchronized void removeFirst() {
        waitingBytes -= cost(waiting.removeFirst().payload());
    }

    /** Puts the same piece, with another count, in the place of the first one. */
    synchronized void replaceFirst(Piece piece) {
        waiting.removeFirst();
        waiting.addFirst(piece);
    }

    synchronized long waitingBytes() {
        return waitingBytes;
    }

    synchronized boolean isWaiting() {
        return !waiting.isEmpty();
    }

    /** The bytes of the message that is not yet whole. */
    int length() {
        return length;
    }

    /** Adds a piece, whose bytes are reserved, to the message. */
    void append(Piece piece) {
        byte[] more = piece.payload();
        if (length + more.length > message.length) {
            message = Arrays.copyOf(message, Math.max(length + more.length, length + length / 2));
        }
        System.arraycopy(more, 0, message, length, more.length);
        length += more.length;
        counted += piece.counted();
    }

    /** The bytes of the message; valid up to {@link #length}. */
    byte[] message() {
        return message;
    }

    /**
     * Drops the message.
     *
     * @return the reserved bytes, to be released
     */
    int dropMessage() {
        int reserved = counted;
        message = NOTHING;
        length = 0;
        counted = 0;
        return reserved;
    }

    /**
     * Drops the message and all waiting pieces.
     *
     * @return the reserved bytes, to be released
     */
    int dropAll() {
        int reserved = dropMessage();
        for (Piece piece = peek(); piece != null; piece = peek()) {
            reserved += piece.counted();
            removeFirst();
        }
        return reserved;
    }
}
