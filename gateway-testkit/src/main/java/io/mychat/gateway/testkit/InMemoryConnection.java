package io.mychat.gateway.testkit;

import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.BufferAccount;
import io.mychat.gateway.spi.transport.CloseReason;
import io.mychat.gateway.spi.transport.Connection;
import io.mychat.gateway.spi.transport.ConnectionReceiver;
import io.mychat.gateway.spi.transport.ConnectionReceiver.Admission;
import io.mychat.gateway.spi.transport.MessageType;
import io.mychat.gateway.spi.transport.WebSocketSettings;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The gateway's end of an in-memory connection.
 *
 * <p>The monitor of this object guards state and outbound frames; no receiver is called under it. Inbound frames and
 * the receiver are used on the I/O thread only.
 *
 * <p>It is long because its states (suspended, closing, closed) meet in every step.
 */
final class InMemoryConnection implements Connection {

    /** An offset other than 0, so that receivers have to observe it. */
    private static final int OFFSET = 3;

    private static final byte[] NOTHING = {};

    private final InetSocketAddress peer;
    private final MessageType type;
    private final WebSocketSettings settings;
    private final TimeSource time;
    private final IoThread io;
    private final Consumer<InMemoryConnection> onEnd;
    private final TestConnection client = new TestConnection(this);

    // Used on the I/O thread only.
    private final Queue<Frame> inbound = new ArrayDeque<>();
    private @Nullable ConnectionReceiver receiver;
    private byte[] incomplete = NOTHING;

    // Guarded by the monitor.
    private final Queue<Frame> outbound = new ArrayDeque<>();
    private long outboundBytes;
    private BufferAccount account = BufferAccount.UNCOUNTED;
    /** The part of {@link #outboundBytes} that the account has reserved or is asked to reserve. */
    private long charged;

    private boolean peerReads = true;
    private boolean backlogged;
    private boolean suspended;
    private boolean closing;
    private boolean closeWritten;
    private boolean closeReceived;
    private boolean ended;
    private int endCode = Frame.ABNORMAL;
    private TimeSource.Timer closeTimer = () -> {};

    InMemoryConnection(
            TestHandshake.Accepted handshake,
            WebSocketSettings settings,
            TimeSource time,
            IoThread io,
            Consumer<InMemoryConnection> onEnd) {
        this.peer = handshake.peer();
        this.type = handshake.type();
        this.settings = settings;
        this.time = time;
        this.io = io;
        this.onEnd = onEnd;
    }

    TestConnection client() {
        return client;
    }

    /** Called on the I/O thread, before any frame is read. */
    void receiver(ConnectionReceiver newReceiver) {
        receiver = newReceiver;
        synchronized (this) {
            account = newReceiver.buffers();
        }
        countOutbound();
    }

    // ---- Connection: any thread

    @Override
    public InetSocketAddress peer() {
        return peer;
    }

    @Override
    public SendResult send(byte[] payload) {
        synchronized (this) {
            if (closing || ended) {
                return SendResult.CLOSED;
            }
            Frame.Message frame = new Frame.Message(type, payload);
            if (outboundBytes > 0 && outboundBytes + frame.wireBytes() > settings.maxOutboundBytes()) {
                return SendResult.FULL;
            }
            outbound.add(frame);
            outboundBytes += frame.wireBytes();
            backlogged = !peerReads;
            write();
        }
        countOutbound();
        return SendResult.ACCEPTED;
    }

    /** Reserves the waiting bytes. Called without the monitor, because this may close or suspend other connections. */
    private void countOutbound() {
        int change;
        synchronized (this) {
            change = (int) (outboundBytes - charged);
            charged += change;
        }
        if (change < 0) {
            account.release(BufferAccount.Use.OUTBOUND, -change);
        } else if (change > 0 && !account.reserve(BufferAccount.Use.OUTBOUND, change)) {
            synchronized (this) {
                charged -= change;
            }
            close(CloseReason.SLOW_CONSUMER);
        }
    }

    @Override
    public synchronized void ping() {
        control(new Frame.Ping());
    }

    @Override
    public void close(CloseReason reason) {
        synchronized (this) {
            if (closing || ended) {
                return;
            }
            if (reason == CloseReason.SLOW_CONSUMER) {
                outbound.clear();
                outboundBytes = 0;
                backlogged = false;
            }
            beginClose(reason.code());
        }
        countOutbound();
        // Arriving frames are read and dropped from now on, even when reading was suspended.
        io.execute(this::dropIncomplete);
        io.execute(this::read);
    }

    @Override
    public synchronized void suspendReceiving() {
        suspended = true;
    }

    @Override
    public synchronized void resumeReceiving() {
        suspended = false;
        io.execute(this::read);
    }

    @Override
    public synchronized long outboundBytes() {
        return outboundBytes;
    }

    // ---- from the client's end: any thread

    void arrive(Frame frame) {
        arrive(List.of(frame));
    }

    /** Frames that one read brings. */
    void arrive(List<Frame> frames) {
        io.execute(() -> {
            inbound.addAll(frames);
            read();
        });
    }

    void peerReads(boolean reads) {
        synchronized (this) {
            peerReads = reads;
            write();
        }
        countOutbound();
    }

    // ---- inbound: the I/O thread

    private void read() {
        // What comes alone needs no such frame: its answer is sent at once here, and not at the end of a read.
        if (inbound.size() > 1) {
            tell(ConnectionReceiver::onReadBegins);
            handleInbound();
            tell(ConnectionReceiver::onReadEnds);
        } else {
            handleInbound();
        }
    }

    private void handleInbound() {
        while (!inbound.isEmpty() && mayRead()) {
            Admission admission = admission(inbound.element());
            if (admission == Admission.LEAVE) {
                return;
            }
            Frame frame = inbound.remove();
            if (admission == Admission.TOO_BIG) {
                close(CloseReason.MESSAGE_TOO_BIG);
            } else {
                handle(frame);
            }
        }
    }

    private Admission admission(Frame frame) {
        byte[] payload = frame instanceof Frame.Message message
                ? message.payload()
                : frame instanceof Frame.Fragment fragment ? fragment.payload() : null;
        ConnectionReceiver target = receiver;
        if (payload == null || target == null || isClosing()) {
            return Admission.READ;
        }
        int bytes = incomplete.length + payload.length;
        return bytes > settings.maxMessageBytes() ? Admission.TOO_BIG : target.onMessageBegins(bytes);
    }

    private synchronized boolean mayRead() {
        return closing || !suspended;
    }

    private void handle(Frame frame) {
        if (frame instanceof Frame.End) {
            end();
        } else if (frame instanceof Frame.Close close) {
            closeArrived(close.isAllowed() ? close.code() : CloseReason.PROTOCOL_ERROR.code());
        } else if (isClosing()) {
            return;
        } else if (frame instanceof Frame.Message message && message.type() == type) {
            messageArrived(completed(message.payload()));
        } else if (frame instanceof Frame.Fragment fragment) {
            fragmentArrived(fragment.payload());
        } else if (frame instanceof Frame.Ping) {
            if (isWithinRate()) {
                control(new Frame.Pong());
                tell(ConnectionReceiver::onPing);
            }
        } else if (frame instanceof Frame.Pong) {
            if (isWithinRate()) {
                tell(ConnectionReceiver::onPong);
            }
        } else {
            close(CloseReason.UNSUPPORTED_DATA);
        }
    }

    private boolean isWithinRate() {
        ConnectionReceiver target = receiver;
        return target != null && target.onFrame();
    }

    private void fragmentArrived(byte[] payload) {
        if (payload.length > 0 && !account.reserve(BufferAccount.Use.INBOUND, payload.length)) {
            close(CloseReason.OVERLOAD);
            return;
        }
        incomplete = join(incomplete, payload);
        isWithinRate();
    }

    private byte[] completed(byte[] last) {
        byte[] whole = incomplete.length == 0 ? last : join(incomplete, last);
        dropIncomplete();
        return whole;
    }

    private void dropIncomplete() {
        if (incomplete.length > 0) {
            account.release(BufferAccount.Use.INBOUND, incomplete.length);
            incomplete = NOTHING;
        }
    }

    private static byte[] join(byte[] head, byte[] tail) {
        byte[] whole = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, whole, head.length, tail.length);
        return whole;
    }

    private void messageArrived(byte[] payload) {
        if (type == MessageType.TEXT && !isUtf8(payload)) {
            close(CloseReason.INVALID_PAYLOAD);
        } else {
            byte[] buffer = new byte[OFFSET + payload.length + OFFSET];
            System.arraycopy(payload, 0, buffer, OFFSET, payload.length);
            tell(to -> to.onMessage(buffer, OFFSET, payload.length));
            // The buffer is valid only during the call; it is overwritten so that a receiver that keeps it fails.
            Arrays.fill(buffer, (byte) 0);
        }
    }

    private synchronized void closeArrived(int code) {
        if (closeReceived) {
            return;
        }
        closeReceived = true;
        if (closing) {
            endCode = code;
            endWhenBothClosed();
        } else {
            beginClose(code);
        }
    }

    /** Ends the TCP connection; later calls do nothing. */
    void end() {
        int code;
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            closeTimer.cancel();
            outbound.clear();
            outboundBytes = 0;
            code = closeWritten || closeReceived ? endCode : Frame.ABNORMAL;
            client.deliver(new Frame.End());
        }
        inbound.clear();
        dropIncomplete();
        countOutbound();
        onEnd.accept(this);
        ConnectionReceiver last = receiver;
        receiver = null;
        if (last != null) {
            try {
                last.onClosed(code);
            } catch (RuntimeException | Error e) { // as a transport does
                io.failed(e);
            }
        }
    }

    private void tell(Consumer<ConnectionReceiver> event) {
        ConnectionReceiver target = receiver;
        if (target == null) {
            return;
        }
        try {
            event.accept(target);
        } catch (RuntimeException | Error e) { // as above
            io.failed(e);
            close(CloseReason.INTERNAL_ERROR);
        }
    }

    private static boolean isUtf8(byte[] payload) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    // ---- outbound and closing: the monitor

    private synchronized boolean isClosing() {
        return closing;
    }

    /** Queues a control frame; one frame of each kind is enough (RFC 6455 section 5.5.3). */
    private synchronized void control(Frame frame) {
        if (!closing && !ended) {
            outbound.remove(frame);
            outbound.add(frame);
            write();
        }
    }

    private synchronized void beginClose(int code) {
        closing = true;
        endCode = code;
        outbound.add(new Frame.Close(code));
        closeTimer = time.schedule(settings.closeTimeout(), () -> io.execute(this::end));
        write();
    }

    private synchronized void write() {
        if (!peerReads) {
            return;
        }
        for (Frame frame = outbound.poll(); frame != null; frame = outbound.poll()) {
            if (frame instanceof Frame.Message message) {
                outboundBytes -= message.wireBytes();
            }
            closeWritten |= frame instanceof Frame.Close;
            client.deliver(frame);
        }
        if (backlogged) {
            backlogged = false;
            io.execute(() -> tell(ConnectionReceiver::onDrained));
        }
        endWhenBothClosed();
    }

    private synchronized void endWhenBothClosed() {
        if (closeWritten && closeReceived) {
            io.execute(this::end);
        }
    }
}
