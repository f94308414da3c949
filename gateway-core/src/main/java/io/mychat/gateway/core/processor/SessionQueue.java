package io.mychat.gateway.core.processor;

import io.mychat.gateway.core.connection.ClientConnection;
import io.mychat.gateway.core.connection.ReadGate.Reason;
import io.mychat.gateway.core.observe.Counters;
import io.mychat.gateway.core.security.rate.MessageLimits;
import io.mychat.gateway.core.security.rate.MessageRate;
import io.mychat.gateway.spi.transport.BufferAccount;
import io.mychat.gateway.spi.transport.CloseReason;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one session, in their order. At most one message has the turn; the others wait here. While too many
 * wait, the session's socket is not read. The holder of the turn handles its message and then takes the {@linkplain
 * #next() next} one; this object never calls the code that handles messages. Its lock guards the queue and is not held
 * during calls to the client's connection.
 *
 * <p>The waiting bytes are reserved in the client's account of buffered bytes, in whole {@link #STEP}s. Small messages
 * rarely change the reservation; their number is bounded, too.
 *
 * <p>Messages of the client come from the connection's I/O thread, those of the host application from any thread; turns
 * end on any thread.
 */
final class SessionQueue implements ClientConnection.CommandsInProgress {

    /** The unit of the reservation, in bytes. */
    static final int STEP = 1024;

    private final ClientConnection client;
    private final Counters counters;
    /** Those in effect when the connection was opened. */
    private final InboundLimits limits;

    private @Nullable Deque<QueuedMessage> waiting;
    private long waitingBytes;
    private boolean busy;
    private int detached;
    /** The queue has reached a bound, and the socket is not read. */
    private boolean full;

    /** What is reserved, in steps. */
    private int charged;

    private boolean messageLeft;
    /** The client leaves: its connection closes behind the last command. */
    private boolean leaving;
    /** The rate of the host's messages; null before the first one. */
    private @Nullable MessageRate hostRate;

    SessionQueue(ClientConnection client, InboundLimits limits, Counters counters) {
        this.client = client;
        this.counters = counters;
        this.limits = limits;
    }

    @Override
    public synchronized boolean endOrAreNone() {
        leaving = busy || detached > 0;
        return !leaving;
    }

    ClientConnection client() {
        return client;
    }

    /** The queue of a connection; null for one without a receiver. */
    static @Nullable SessionQueue of(ClientConnection client) {
        return client.commandsInProgress() instanceof SessionQueue queue ? queue : null;
    }

    /**
     * Counts a message of the host, with the rate of this session, but apart from the client's messages.
     *
     * @return 0 when it is allowed, else the milliseconds until the next one is
     */
    synchronized long takeOfHost(InboundLimits limits, long now) {
        MessageLimits ofSession = limits.rates().ofSession(client.sessionOrNull());
        MessageRate rate = hostRate;
        if (rate == null) {
            rate = new MessageRate(ofSession, now);
            hostRate = rate;
        }
        rate.adopt(ofSession, now);
        return rate.take(now);
    }

    /** Whether another message may wait. */
    synchronized boolean hasRoom() {
        return !full;
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
     * Appends a message.
     *
     * @return true when the turn was free: the caller then has the turn with this message
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
            fills = !full && (waiting.size() >= maxMessages() || waitingBytes >= maxBytes());
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

    /**
     * Takes a place for a concurrent command beside the turn; false when none is free. {@link #detachedEnded()} gives
     * it back.
     */
    synchronized boolean tryDetach() {
        if (detached >= maxMessages()) {
            return false;
        }
        detached++;
        return true;
    }

    void detachedEnded() {
        boolean ends;
        synchronized (this) {
            detached--;
            ends = leaving && !busy && detached == 0;
        }
        if (ends) {
            client.close(CloseReason.GOING_AWAY);
        }
    }

    /**
     * Notes that a message stays in the socket until the current turn ends. The turn may be a login that allows larger
     * messages. The end of the turn takes {@link Reason#LOGIN} back.
     *
     * @return false when the turn is free
     */
    synchronized boolean tryLeaveMessage() {
        messageLeft = busy;
        return busy;
    }

    /**
     * Ends a turn. Returns the next waiting message, which has the turn from now on; null: none waits, and the turn is
     * free.
     */
    @Nullable
    QueuedMessage next() {
        QueuedMessage next;
        boolean askAgain;
        boolean empties = false;
        boolean ends = false;
        synchronized (this) {
            askAgain = messageLeft;
            messageLeft = false;
            Deque<QueuedMessage> queue = waiting;
            next = queue == null ? null : queue.poll();
            if (queue == null || next == null) {
                waiting = null;
                busy = false;
                ends = leaving && detached == 0;
            } else {
                waitingBytes -= next.bytes();
                empties = full && queue.size() <= maxMessages() / 2 && waitingBytes <= maxBytes() / 2;
                if (empties) {
                    full = false;
                    client.reading().note(Reason.QUEUE, false);
                }
            }
        }
        if (askAgain) {
            client.reading().set(Reason.LOGIN, false);
        }
        if (ends) {
            client.close(CloseReason.GOING_AWAY);
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
        int most = limits.queues().sessionQueueBytes();
        return client.sessionOrNull() == null ? Math.min(most, limits.unauthenticatedMessageBytes()) : most;
    }

    private int maxMessages() {
        return limits.queues().sessionQueueMessages();
    }

    /** Adapts the reservation to the waiting bytes. Called without the lock: it may close this client or others. */
    private void countWaiting() {
        int change;
        synchronized (this) {
            int steps = (int) (waitingBytes / STEP);
            change = (steps - charged) * STEP;
            charged = steps;
        }
        if (change < 0) {
            client.buffers().release(BufferAccount.Use.INBOUND, -change);
        } else if (change > 0 && !client.buffers().reserve(BufferAccount.Use.INBOUND, change)) {
            synchronized (this) {
                charged -= change / STEP;
            }
            client.close(CloseReason.OVERLOAD);
        }
    }
}
