package io.mychat.gateway.transport.jakarta.websocket;

import io.mychat.gateway.spi.transport.BufferAccount;
import io.mychat.gateway.spi.transport.CloseReason;
import io.mychat.gateway.spi.transport.Connection.SendResult;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The frames that wait for a session, which takes one at a time: what the container buffers is one message. The monitor
 * guards all fields; the session and the account are called without it.
 */
final class Outbound {

    /** Fewer waiting bytes are not counted: most messages leave at once. */
    private static final int COUNTED_AT_ONCE = 4096;

    private static final byte[] EMPTY = {};

    /** Hands frames to the session. {@code done} is called once, by any thread, when the socket has taken the frame. */
    interface Session {

        void message(byte[] payload, Runnable done);

        void ping(Runnable done);

        /** Nothing follows. */
        void close(CloseReason reason);

        /** The queue is empty again after it had to wait. */
        void drained();
    }

    private enum Kind {
        MESSAGE,
        PING,
        CLOSE
    }

    /** No record: the frame that is with the session is recognised by its identity. */
    private static final class Frame {

        private final Kind kind;
        private final byte[] payload;

        Frame(Kind kind, byte[] payload) {
            this.kind = kind;
            this.payload = payload;
        }

        Kind kind() {
            return kind;
        }

        byte[] payload() {
            return payload;
        }

        int bytes() {
            int length = payload.length;
            return length + (length < 126 ? 2 : length < 65536 ? 4 : 10);
        }
    }

    private final Session session;
    private final int maxBytes;
    private final Deque<Frame> frames = new ArrayDeque<>();
    private @Nullable Frame inFlight;
    private long bytes;
    private long charged;
    private boolean pingWaits;
    private boolean waited;
    private boolean shut;
    private boolean discarded;
    private @Nullable CloseReason requested;
    private BufferAccount account = BufferAccount.UNCOUNTED;

    Outbound(Session session, int maxBytes) {
        this.session = session;
        this.maxBytes = maxBytes;
    }

    /** Reserves bytes on this account from now on, with those of the messages that were sent before. */
    void countOn(BufferAccount newAccount) {
        int before;
        synchronized (this) {
            account = newAccount;
            before = (int) charged;
        }
        if (before > 0 && !newAccount.reserve(BufferAccount.Use.OUTBOUND, before)) {
            synchronized (this) {
                charged -= before;
            }
            close(CloseReason.SLOW_CONSUMER);
        }
    }

    SendResult offer(byte[] payload) {
        Frame frame = new Frame(Kind.MESSAGE, payload);
        synchronized (this) {
            if (shut) {
                return SendResult.CLOSED;
            }
            if (bytes > 0 && bytes + frame.bytes() > maxBytes) {
                waited = true;
                return SendResult.FULL;
            }
            waited |= bytes > 0;
            add(frame);
        }
        charge();
        pump();
        return SendResult.ACCEPTED;
    }

    void ping() {
        Frame frame = new Frame(Kind.PING, EMPTY);
        synchronized (this) {
            if (shut || pingWaits || bytes + frame.bytes() > maxBytes) {
                return;
            }
            pingWaits = true;
            add(frame);
        }
        pump();
    }

    /**
     * Queues the close frame behind all others, or instead of those that the session does not have.
     *
     * @return whether this is the first request to close
     */
    boolean close(CloseReason reason) {
        synchronized (this) {
            if (shut) {
                return false;
            }
            shut = true;
            requested = reason;
            if (reason == CloseReason.SLOW_CONSUMER) {
                frames.clear();
                bytes = inFlight == null ? 0 : inFlight.bytes();
            }
            add(new Frame(Kind.CLOSE, EMPTY));
        }
        discharge();
        pump();
        return true;
    }

    private void add(Frame frame) {
        frames.addLast(frame);
        bytes += frame.bytes();
    }

    synchronized boolean isShut() {
        return shut;
    }

    /** The reason for which the gateway closes; null when it does not. */
    synchronized @Nullable CloseReason requested() {
        return requested;
    }

    synchronized long waiting() {
        return bytes;
    }

    /** Drops all frames; nothing is sent any more. */
    void discard() {
        synchronized (this) {
            shut = true;
            discarded = true;
            frames.clear();
            bytes = 0;
        }
        discharge();
    }

    /** Hands frames to the session until it is busy with one. */
    private void pump() {
        while (true) {
            Frame frame;
            synchronized (this) {
                if (inFlight != null || discarded) {
                    return;
                }
                frame = frames.pollFirst();
                if (frame == null) {
                    return;
                }
                inFlight = frame;
                if (frame.kind() == Kind.PING) {
                    pingWaits = false;
                }
            }
            if (!transmit(frame)) {
                return;
            }
        }
    }

    /** @return whether this thread's own call took the frame; otherwise the session's thread continues */
    private boolean transmit(Frame frame) {
        Attempt attempt = new Attempt(frame);
        switch (frame.kind()) {
            case MESSAGE -> session.message(frame.payload(), attempt);
            case PING -> session.ping(attempt);
            case CLOSE -> {
                CloseReason reason = requested();
                if (reason != null) {
                    session.close(reason);
                }
                taken(frame, false);
                return false;
            }
        }
        return attempt.end();
    }

    /** One call of the session. A thread that completes it pumps by itself, unless it is the one that is still calling. */
    private final class Attempt implements Runnable {

        private final Frame frame;
        private final Thread caller = Thread.currentThread();
        // Of the caller's thread only.
        private boolean returned;
        private boolean takenAtOnce;

        Attempt(Frame frame) {
            this.frame = frame;
        }

        /** The call has returned. */
        boolean end() {
            returned = true;
            return takenAtOnce;
        }

        @Override
        public void run() {
            boolean atOnce = Thread.currentThread() == caller && !returned;
            taken(frame, !atOnce);
            if (atOnce) {
                takenAtOnce = true;
            } else {
                pump();
            }
        }
    }

    private void taken(Frame frame, boolean later) {
        boolean drained;
        synchronized (this) {
            if (inFlight != frame) {
                return;
            }
            inFlight = null;
            if (discarded) {
                return;
            }
            bytes -= frame.bytes();
            waited |= later;
            drained = bytes == 0 && waited && !shut;
            if (drained) {
                waited = false;
            }
        }
        discharge();
        if (drained) {
            session.drained();
        }
    }

    /** Reserves the waiting bytes, without the monitor, because this thread may have to close other connections. */
    private void charge() {
        int more;
        BufferAccount to;
        synchronized (this) {
            more = (int) (bytes - charged);
            if (more <= 0 || (charged == 0 && bytes <= COUNTED_AT_ONCE)) {
                return;
            }
            charged += more;
            to = account;
        }
        if (!to.reserve(BufferAccount.Use.OUTBOUND, more)) {
            synchronized (this) {
                charged -= more;
            }
            close(CloseReason.SLOW_CONSUMER);
        }
    }

    /** Releases the bytes that no longer wait. */
    private void discharge() {
        int less;
        BufferAccount from;
        synchronized (this) {
            less = (int) (charged - bytes);
            if (less <= 0) {
                return;
            }
            charged -= less;
            from = account;
        }
        from.release(BufferAccount.Use.OUTBOUND, less);
    }
}
