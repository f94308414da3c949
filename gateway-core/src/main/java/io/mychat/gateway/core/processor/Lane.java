package io.mychat.gateway.core.processor;

import io.mychat.gateway.core.connection.ClientConnection;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one session, one after the other. At most one holds the turn; the others wait here, and when too much
 * waits the session's socket is not read. This object's lock guards the queue and is never held while work is done.
 *
 * <p>New work comes from the connection's I/O thread; turns end on any thread.
 */
final class Lane {

    /** Does the work of one turn. */
    @FunctionalInterface
    interface Turn {
        /**
         * Begins the work.
         *
         * @param waited whether the work had to wait, and so holds an admission
         * @return true when it is done; false when {@link Lane#turnEnded()} will be called
         */
        boolean begin(Lane lane, Work work, boolean waited);

        /** The queue is full: from now on the socket is not read. */
        default void suspended() {}
    }

    private final ClientConnection client;
    private final Turn turn;
    private final int maxMessages;
    private final int maxBytes;

    private @Nullable Deque<Work> waiting;
    private long waitingBytes;
    private boolean busy;
    private int detached;
    private boolean wantSuspended;
    private boolean suspended;
    private boolean settling;

    Lane(ClientConnection client, Turn turn, ProcessingOptions options) {
        this.client = client;
        this.turn = turn;
        this.maxMessages = options.sessionQueueMessages();
        this.maxBytes = options.sessionQueueBytes();
    }

    ClientConnection client() {
        return client;
    }

    /** Takes the turn when it is free. */
    boolean tryTakeTurn() {
        synchronized (this) {
            if (busy) {
                return false;
            }
            busy = true;
            return true;
        }
    }

    /** Does work whose turn has been taken by {@link #tryTakeTurn()}, and then what has come meanwhile. */
    void run(Work work) {
        if (turn.begin(this, work, false)) {
            turnEnded();
        }
    }

    /** Puts work behind the others. Called on the connection's I/O thread. */
    void enqueue(Work work) {
        boolean mine;
        synchronized (this) {
            mine = !busy;
            busy = true;
            if (!mine) {
                if (waiting == null) {
                    waiting = new ArrayDeque<>();
                }
                waiting.add(work);
                waitingBytes += work.bytes();
                wantSuspended |= waiting.size() >= maxMessages || waitingBytes >= maxBytes;
            }
        }
        if (!mine) {
            settleSuspension();
        } else if (turn.begin(this, work, true)) {
            // The turn had ended between the caller's look and now.
            turnEnded();
        }
    }

    /** The work that held the turn is done: goes on with what waits, on this thread as far as it does not block. */
    void turnEnded() {
        Work next = poll();
        while (next != null && turn.begin(this, next, true)) {
            next = poll();
        }
    }

    /** Whether one more concurrent command may run beside the turn; it ends with {@link #detachedEnded()}. */
    synchronized boolean tryDetach() {
        if (detached >= maxMessages) {
            return false;
        }
        detached++;
        return true;
    }

    synchronized void detachedEnded() {
        detached--;
    }

    private @Nullable Work poll() {
        Work next;
        synchronized (this) {
            Deque<Work> queue = waiting;
            next = queue == null ? null : queue.poll();
            if (queue == null || next == null) {
                waiting = null;
                busy = false;
                return null;
            }
            waitingBytes -= next.bytes();
            if (queue.size() <= maxMessages / 2 && waitingBytes <= maxBytes / 2) {
                wantSuspended = false;
            }
        }
        settleSuspension();
        return next;
    }

    /** Makes the transport follow the wish, one caller at a time and without the lock, which the transport may need. */
    private void settleSuspension() {
        while (true) {
            boolean wish;
            synchronized (this) {
                if (settling || suspended == wantSuspended) {
                    return;
                }
                settling = true;
                wish = wantSuspended;
            }
            if (wish) {
                turn.suspended();
                client.suspendReceiving();
            } else {
                client.resumeReceiving();
            }
            synchronized (this) {
                suspended = wish;
                settling = false;
            }
        }
    }
}
