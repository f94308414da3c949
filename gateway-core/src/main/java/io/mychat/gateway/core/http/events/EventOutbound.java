package io.mychat.gateway.core.http.events;

import io.mychat.gateway.spi.transport.BufferAccount;
import io.mychat.gateway.spi.transport.Connection.SendResult;
import io.mychat.gateway.spi.transport.HttpStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The events that wait for one client's socket, bounded in bytes. One piece of several events is written at a time. The
 * monitor guards the state; the stream and the account are called without it.
 */
final class EventOutbound {

    private static final int PIECE_BYTES = 16_384;

    private final int maxBytes;
    private final Queue<byte[]> events = new ArrayDeque<>();
    private BufferAccount account = BufferAccount.UNCOUNTED;
    private @Nullable HttpStream stream;
    private byte @Nullable [] last;
    private boolean commentWaits;
    private boolean commentInFlight;
    private int inFlight;
    private int waiting;
    private int charged;
    private boolean shut;
    private boolean ended;

    /** @param maxBytes the largest number of bytes that wait, but for a single larger event */
    EventOutbound(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    void open(HttpStream to) {
        synchronized (this) {
            stream = to;
        }
        pump();
    }

    /** From now on the bytes count in this account, those that wait already included. */
    void countIn(BufferAccount counting) {
        synchronized (this) {
            account = counting;
            charged = 0; // nothing of them was reserved here
        }
        charge();
    }

    synchronized long bytes() {
        return (long) waiting + inFlight;
    }

    /** Queues one event. */
    SendResult add(byte[] event) {
        synchronized (this) {
            if (shut) {
                return SendResult.CLOSED;
            }
            if (waiting + inFlight > 0 && waiting + inFlight + event.length > maxBytes) {
                return SendResult.FULL;
            }
            events.add(event);
            waiting += event.length;
        }
        pump();
        return charge() ? SendResult.ACCEPTED : SendResult.FULL;
    }

    /** Queues a comment ahead of the events, unless one waits. */
    void comment() {
        synchronized (this) {
            if (shut || commentWaits || commentInFlight) {
                return;
            }
            commentWaits = true;
        }
        pump();
    }

    /**
     * Queues the last event; nothing is taken afterwards.
     *
     * @param dropping whether the events before it are dropped
     */
    void close(byte[] event, boolean dropping) {
        synchronized (this) {
            shut = true;
            if (dropping) {
                events.clear();
                waiting = 0;
            }
            last = event;
        }
        discharge();
        pump();
    }

    /** The response has ended. */
    void discard() {
        synchronized (this) {
            shut = true;
            ended = true;
            events.clear();
            last = null;
            waiting = 0;
            inFlight = 0;
        }
        discharge();
    }

    /** What has become of a piece. */
    record Written(boolean comment, boolean drained) {}

    /** The socket has taken the piece in flight. */
    Written written() {
        Written result;
        synchronized (this) {
            result = new Written(commentInFlight, events.isEmpty() && !shut);
            commentInFlight = false;
            inFlight = 0;
        }
        discharge();
        pump();
        return result;
    }

    /** Whether the socket has taken the last event. */
    synchronized boolean isLastWritten() {
        return shut && last == null && inFlight == 0 && !ended;
    }

    private void pump() {
        HttpStream to;
        byte[] piece;
        synchronized (this) {
            to = stream;
            if (to == null || inFlight > 0 || ended) {
                return;
            }
            piece = piece();
            inFlight = piece.length;
        }
        if (piece.length > 0) {
            to.write(piece);
        } else if (isLastWritten()) {
            to.end();
        }
    }

    private byte[] piece() {
        ByteArrayOutputStream piece = new ByteArrayOutputStream();
        if (commentWaits) {
            commentWaits = false;
            commentInFlight = true;
            piece.writeBytes(EventFormat.COMMENT);
        }
        while (!events.isEmpty() && (piece.size() == 0 || piece.size() + events.element().length <= PIECE_BYTES)) {
            byte[] event = events.remove();
            waiting -= event.length;
            piece.writeBytes(event);
        }
        byte[] end = last;
        if (end != null && events.isEmpty()) {
            last = null;
            piece.writeBytes(end);
        }
        return piece.toByteArray();
    }

    /** Reserves the bytes that wait, without the monitor, because this may close other connections. */
    private boolean charge() {
        int more;
        BufferAccount to;
        synchronized (this) {
            more = waiting + inFlight - charged;
            if (more <= 0 || ended) {
                return true;
            }
            charged += more;
            to = account;
        }
        if (to.reserve(BufferAccount.Use.OUTBOUND, more)) {
            discharge();
            return true;
        }
        synchronized (this) {
            charged -= more;
        }
        return false;
    }

    private void discharge() {
        int less;
        BufferAccount from;
        synchronized (this) {
            less = charged - waiting - inFlight;
            if (less <= 0) {
                return;
            }
            charged -= less;
            from = account;
        }
        from.release(BufferAccount.Use.OUTBOUND, less);
    }
}
