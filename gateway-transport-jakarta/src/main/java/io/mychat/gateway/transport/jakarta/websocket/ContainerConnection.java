package io.mychat.gateway.transport.jakarta.websocket;

import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.BufferAccount;
import io.mychat.gateway.spi.transport.BufferAccount.Use;
import io.mychat.gateway.spi.transport.CloseReason;
import io.mychat.gateway.spi.transport.Connection;
import io.mychat.gateway.spi.transport.ConnectionReceiver;
import io.mychat.gateway.spi.transport.ConnectionReceiver.Admission;
import io.mychat.gateway.spi.transport.MessageType;
import jakarta.websocket.SendHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One session of the container, from its opening on.
 *
 * <p>The receiver is called by {@link EventQueue events} only. {@link Outbound} sends one frame at a time. Calls of the
 * container that may block (pings, closes) run on threads of {@link Connections}. The monitor of this object guards the
 * close timer and whether the connection has ended.
 *
 * <p>The class is long because every step may be the last one.
 */
final class ContainerConnection implements Connection {

    /** Smaller pieces count as frames against the client's rate; larger ones are bounded by the length of a message. */
    private static final int SMALL_PIECE = 1024;

    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0).asReadOnlyBuffer();
    private static final int ABNORMAL = 1006;

    private final Connections home;
    private final Session session;
    private final InetSocketAddress peer;
    private final MessageType type;
    private final ReadControl reads;
    private final Outbound outbound;
    private final Inbound inbound = new Inbound();
    private final Pieces pieces = new Pieces();
    private final EventQueue events;

    private @Nullable ConnectionReceiver receiver;
    private BufferAccount account = BufferAccount.UNCOUNTED;
    private volatile boolean suspended;
    private volatile boolean closeSent;
    private volatile boolean broken;

    private TimeSource.@Nullable Timer closeTimer;
    private boolean ended;

    ContainerConnection(Connections home, Session session, InetSocketAddress peer, MessageType type) {
        this.home = home;
        this.session = session;
        this.peer = peer;
        this.type = type;
        this.events = new EventQueue(e -> home.failed("An event of a WebSocket connection failed", e));
        this.reads = ReadControl.of(session);
        this.outbound = new Outbound(new Frames(), home.limits().maxOutboundBytes());
    }

    /** Takes over the session: before its first message. */
    void start(ConnectionReceiver newReceiver) {
        receiver = newReceiver;
        account = newReceiver.buffers();
        outbound.countOn(account);
        home.add(this);
    }

    // ---- Connection: any thread

    @Override
    public InetSocketAddress peer() {
        return peer;
    }

    @Override
    public SendResult send(byte[] payload) {
        return outbound.offer(payload);
    }

    @Override
    public void ping() {
        outbound.ping();
    }

    @Override
    public void close(CloseReason reason) {
        if (outbound.isShut() || !startCloseTimer()) {
            return;
        }
        if (outbound.close(reason)) {
            events.run(this::dropInput);
            reads.resume(); // the peer's close frame may come
        }
    }

    @Override
    public void suspendReceiving() {
        suspended = true;
        if (!outbound.isShut()) {
            reads.suspend();
        }
    }

    @Override
    public void resumeReceiving() {
        suspended = false;
        events.run(this::deliver);
    }

    @Override
    public long outboundBytes() {
        return outbound.waiting();
    }

    // ---- the container

    /** A piece of a text has arrived. Called by one thread at a time. */
    void piece(String text, boolean last) {
        if (type == MessageType.TEXT) {
            piece(pieces.utf8(text, last), last);
        } else {
            close(CloseReason.UNSUPPORTED_DATA);
        }
    }

    /** A piece of a binary message has arrived. Called as for texts. */
    void piece(ByteBuffer bytes, boolean last) {
        if (type == MessageType.BINARY) {
            byte[] payload = new byte[bytes.remaining()];
            bytes.get(payload);
            piece(payload, last);
        } else {
            close(CloseReason.UNSUPPORTED_DATA);
        }
    }

    private void piece(byte[] payload, boolean last) {
        int counted = 0;
        // A piece that comes during an event of another thread is not counted: it is the next that this thread
        // delivers.
        if (suspended || inbound.isWaiting()) {
            int cost = Inbound.cost(payload);
            if (inbound.waitingBytes() + cost > home.limits().readAheadBytes() || !account.reserve(Use.INBOUND, cost)) {
                close(CloseReason.OVERLOAD);
                return;
            }
            counted = cost;
        }
        inbound.add(new Inbound.Piece(payload, last, counted));
        events.run(this::deliver);
    }

    void pong() {
        events.run(() -> tell(to -> {
            if (to.onFrame()) {
                to.onPong();
            }
        }));
    }

    /** The session has ended, or at least its close frame is sent. */
    void closed(int code) {
        CloseReason reason = outbound.requested();
        if (reason != null && closeSent) {
            end(reason.code());
        } else {
            end(broken ? ABNORMAL : code);
        }
    }

    /** Ends a connection that the listener did not take over. */
    void refuse(CloseReason reason) {
        synchronized (this) {
            ended = true;
        }
        outbound.discard();
        closeSession(reason);
    }

    /** The gateway stops: the container closes the session. */
    void abandonAtStop() {
        end(ABNORMAL);
        closeSession(CloseReason.GOING_AWAY);
    }

    /** @return false when the connection has already ended */
    private synchronized boolean startCloseTimer() {
        if (!ended && closeTimer == null) {
            closeTimer = home.limits().time().schedule(home.limits().closeTimeout(), this::overdue);
        }
        return !ended;
    }

    private void overdue() {
        CloseReason reason = outbound.requested();
        end(reason != null && closeSent ? reason.code() : ABNORMAL);
        home.offload(() -> {
            try {
                session.setMaxIdleTimeout(1); // ends sessions that wait for their peer
            } catch (IllegalStateException e) {
                return; // it has ended
            }
            SessionCloser.close(session, CloseReason.GOING_AWAY);
        });
    }

    private void closeSession(CloseReason reason) {
        if (!home.offload(() -> SessionCloser.close(session, reason))) {
            home.failed("A WebSocket session could not get a thread for its close", new IllegalStateException());
        }
    }

    private void end(int code) {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            if (closeTimer != null) {
                closeTimer.cancel();
            }
        }
        outbound.discard();
        home.remove(this);
        events.run(() -> {
            dropInput();
            ConnectionReceiver to = receiver;
            receiver = null;
            if (to != null) {
                try {
                    to.onClosed(code);
                } catch (RuntimeException | Error e) { // the container's thread stays
                    home.failed("A receiver failed at the end of its connection", e);
                }
            }
        });
    }

    // ---- events

    private void dropInput() {
        release(inbound.dropAll());
    }

    private void release(int bytes) {
        if (bytes > 0) {
            account.release(Use.INBOUND, bytes);
        }
    }

    private void deliver() {
        boolean more = true;
        while (more && (!suspended || outbound.isShut())) {
            Inbound.Piece piece = inbound.peek();
            more = piece != null && take(piece);
        }
        if (suspended && !outbound.isShut()) {
            keepFirst();
        }
        if (!suspended) {
            reads.resume();
            if (suspended && !outbound.isShut()) {
                reads.suspend(); // suspended by another thread meanwhile
            }
        }
    }

    /**
     * @param piece the first one that waits
     * @return whether the next one may be taken
     */
    private boolean take(Inbound.Piece piece) {
        ConnectionReceiver to = receiver;
        if (to == null || outbound.isShut()) {
            inbound.removeFirst();
            release(piece.counted() + inbound.dropMessage());
            return true;
        }
        try {
            int total = inbound.length() + piece.payload().length;
            Admission admission =
                    total > home.limits().maxMessageBytes() ? Admission.TOO_BIG : to.onMessageBegins(total);
            switch (admission) {
                case TOO_BIG -> {
                    inbound.removeFirst();
                    release(piece.counted());
                    close(CloseReason.MESSAGE_TOO_BIG);
                }
                case LEAVE -> {
                    keepFirst();
                    return false;
                }
                case READ -> {
                    inbound.removeFirst();
                    read(to, piece);
                }
            }
        } catch (RuntimeException | Error e) { // the container's thread stays, and the connection ends
            receiverFailed(e);
        }
        return true;
    }

    /** Reserves the bytes of the piece that the receiver leaves to be delivered later. The others behind it are counted. */
    private void keepFirst() {
        Inbound.Piece first = inbound.peek();
        Inbound.Piece kept = first == null ? null : counted(first);
        if (kept != null) {
            inbound.replaceFirst(kept);
        }
    }

    private void read(ConnectionReceiver to, Inbound.Piece piece) {
        if (piece.last() && inbound.length() == 0) {
            try {
                to.onMessage(piece.payload(), 0, piece.payload().length);
            } finally {
                release(piece.counted() + inbound.dropMessage());
            }
            return;
        }
        if (!piece.last() && piece.payload().length < SMALL_PIECE) {
            boolean ignored = to.onFrame(); // a receiver that has had too many suspends receiving
        }
        Inbound.Piece part = piece.last() ? piece : counted(piece);
        if (part == null) {
            return;
        }
        inbound.append(part);
        if (part.last()) {
            try {
                to.onMessage(inbound.message(), 0, inbound.length());
            } finally {
                release(inbound.dropMessage());
            }
        }
    }

    /** The piece with its bytes reserved; null when the budget is used up, and the connection closes. */
    private Inbound.@Nullable Piece counted(Inbound.Piece piece) {
        int length = piece.payload().length;
        if (piece.counted() > 0 || length == 0) {
            return piece;
        }
        if (!account.reserve(Use.INBOUND, length)) {
            close(CloseReason.OVERLOAD);
            return null;
        }
        return new Inbound.Piece(piece.payload(), piece.last(), length);
    }

    private void tell(Consumer<ConnectionReceiver> event) {
        ConnectionReceiver to = receiver;
        if (to != null) {
            try {
                event.accept(to);
            } catch (RuntimeException | Error e) { // as above
                receiverFailed(e);
            }
        }
    }

    private void receiverFailed(Throwable e) {
        home.failed("A receiver failed; its connection closes with 1011", e);
        close(CloseReason.INTERNAL_ERROR);
    }

    /** Hands frames to the session. */
    private final class Frames implements Outbound.Session {

        @Override
        public void message(byte[] payload, Runnable done) {
            SendHandler handler = result -> {
                if (!result.isOK()) {
                    failed();
                }
                done.run();
            };
            try {
                if (type == MessageType.TEXT) {
                    session.getAsyncRemote().sendText(new String(payload, StandardCharsets.UTF_8), handler);
                } else {
                    // Other connections share the array: a container must not be able to change it.
                    session.getAsyncRemote().sendBinary(ByteBuffer.wrap(payload).asReadOnlyBuffer(), handler);
                }
            } catch (RuntimeException | Error e) { // closed meanwhile, or no memory: the connection ends
                failed();
                done.run();
            }
        }

        @Override
        public void ping(Runnable done) {
            boolean running = home.offload(() -> {
                try {
                    session.getAsyncRemote().sendPing(EMPTY.duplicate());
                } catch (IOException | RuntimeException e) { // closed meanwhile
                    failed();
                } finally {
                    done.run();
                }
            });
            if (!running) {
                done.run(); // a ping may be lost
            }
        }

        @Override
        public void close(CloseReason reason) {
            closeSent = true;
            closeSession(reason);
        }

        @Override
        public void drained() {
            events.run(() -> tell(ConnectionReceiver::onDrained));
        }

        /** The peer has left, or the session has closed: the container reports the end, at the latest of this close. */
        private void failed() {
            broken = true;
            if (startCloseTimer()) {
                outbound.discard();
                closeSession(CloseReason.GOING_AWAY);
            }
        }
    }
}
