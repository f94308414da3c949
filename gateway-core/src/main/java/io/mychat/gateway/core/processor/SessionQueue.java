package io.mychat.gateway.core.processor;

import io.mychat.gateway.core.connection.ClientConnection;
import io.mychat.gateway.core.connection.ReadGate.Reason;
import io.mychat.gateway.core.observe.Counters;
import io.mychat.gateway.spi.transport.BufferAccount;
import io.mychat.gateway.spi.transport.CloseReason;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one session, in their order. At most one has the turn; the others wait here, and while too much waits the
 * session's socket is not read. The holder of the turn handles its message and then asks for the {@linkplain #next() next}
 * one; this object calls nobody who handles messages. Its lock guards the queue and is not held while the client is told.
 *
 * <p>What waits counts in the client's account of buffered bytes, in whole {@link #STEP}s: many small messages cost no look
 * at the budget, and are bounded in number.
 *
 * <p>Messages come from the connection's I/O thread; turns end on any thread.
 */
final class SessionQueue {

    /** What waits is counted in steps of so many bytes. */
    static final int STEP = 1024;

    private final ClientConnection client;
    private final Counters counters;
    private final int maxMessages;
    private final int maxBytes;
    private final int maxUnauthenticatedBytes;

    private @Nullable Deque<QueuedMessage> waiting;
    private long waitingBytes;
    private boolean busy;
    private int detached;
    /** Too much waits: the socket is not read. */
    private boolean full;

    private long charged;
    private boolean messageLeft;

    SessionQueue(ClientConnection client, InboundLimits limits, Counters counters) {
        this.client = client;
        this.counters = counters;
        this.maxMessages = limits.queues().sessionQueueMessages();
        this.maxBytes = limits.queues().sessionQueueBytes();
        this.maxUnauthenticatedBytes = Math.min(maxBytes, limits.unauthenticatedMessageBytes());
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

    /**
     * Puts a message behind the others. Called on the connection's I/O thread.
     *
     * @return true: the turn has ended meanwhile, and the caller has it with this message
     */
    boolean enqueue(QueuedMessage queuedMessage) {
        boolean fills;
        synchronized (this) {
            if (!busy) {
                busy = true;
                return true;
            }
            if (waiting == null) {
                waiting = new ArrayDeque<>();
            }
            waiting.add(queuedMessage);
            waitingBytes += queuedMessage.bytes();
            fills = !full && (waiting.size() >= maxMessages || waitingBytes >= maxBytes());
            if (fills) {
                full = true;
                client.reading().note(Reason.QUEUE, true);
            }
        }
        countWaiting();
        if (fills) {
            counters.suspended();
            client.reading().settle();
        }
        return false;
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

    /**
     * Notes that a message is left in the socket until the turn has ended that is under way: a login, perhaps, after which
     * larger messages are allowed. Then {@link Reason#LOGIN} is taken back.
     *
     * @return false: there is no turn under way
     */
    synchronized boolean tryLeaveMessage() {
        messageLeft = busy;
        return busy;
    }

    /** Ends a turn. The next message that waits has it from then on; null: none waits, and the turn is free. */
    @Nullable
    QueuedMessage next() {
        QueuedMessage next;
        boolean askAgain;
        boolean empties = false;
        synchronized (this) {
            askAgain = messageLeft;
            messageLeft = false;
            Deque<QueuedMessage> queue = waiting;
            next = queue == null ? null : queue.poll();
            if (queue == null || next == null) {
                waiting = null;
                busy = false;
            } else {
                waitingBytes -= next.bytes();
                empties = full && queue.size() <= maxMessages / 2 && waitingBytes <= maxBytes() / 2;
                if (empties) {
                    full = false;
                    client.reading().note(Reason.QUEUE, false);
                }
            }
        }
        if (askAgain) {
            client.reading().set(Reason.LOGIN, false);
        }
        if (next != null) {
            countWaiting();
        }
        if (empties) {
            client.reading().settle();
        }
        return next;
    }

    private int maxBytes() {
        return client.sessionOrNull() == null ? maxUnauthenticatedBytes : maxBytes;
    }

    /** Makes the client's account hold what waits. Without the lock: whoever has to give way is told from here. */
    private void countWaiting() {
        int change;
        synchronized (this) {
            long steps = waitingBytes / STEP * STEP;
            change = (int) (steps - charged);
            charged = steps;
        }
        if (change < 0) {
            client.buffers().release(BufferAccount.Use.INBOUND, -change);
        } else if (change > 0 && !client.buffers().reserve(BufferAccount.Use.INBOUND, change)) {
            synchronized (this) {
                charged -= change;
            }
            client.close(CloseReason.OVERLOAD);
        }
    }
}
