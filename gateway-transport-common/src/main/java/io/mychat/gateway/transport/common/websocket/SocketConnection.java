package io.mychat.gateway.transport.common.websocket;

import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.BufferAccount;
import io.mychat.gateway.spi.transport.CloseReason;
import io.mychat.gateway.spi.transport.Connection;
import io.mychat.gateway.spi.transport.ConnectionReceiver;
import io.mychat.gateway.spi.transport.ConnectionReceiver.Admission;
import io.mychat.gateway.spi.transport.MessageType;
import io.mychat.gateway.spi.transport.SharedPayload;
import io.mychat.gateway.transport.common.deflate.Agreement;
import io.mychat.gateway.transport.common.deflate.DeflaterPool;
import io.mychat.gateway.transport.common.deflate.MessageDeflater;
import io.mychat.gateway.transport.common.frame.CloseCodes;
import io.mychat.gateway.transport.common.frame.FrameListener;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket on a raw connection, from the handshake on (RFC 6455 sections 5.5 and 7).
 *
 * <p>The work is done on the I/O thread of the connection, including calls of the receiver. Other threads only queue
 * frames ({@link Outbound} has its lock), set a volatile flag, and {@linkplain #signal() signal} the loop, which then
 * {@linkplain #attend() attends} to the connection.
 *
 * <p>The class is long because its states (writing, suspended, closing, ended) meet in every step. Independent parts
 * are in {@link Inbound}, {@link Outbound} and {@link CloseHandshake}.
 */
public final class SocketConnection implements Connection, SocketEvents {

    private static final VarHandle SIGNALLED;

    static {
        try {
            SIGNALLED = MethodHandles.lookup().findVarHandle(SocketConnection.class, "signalled", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Connections home;
    private final IoLoop loop;
    private final ByteStream stream;
    private final InetSocketAddress peer;
    private final Inbound inbound;
    private final Outbound outbound;
    private final Events events = new Events();
    /** Null without an agreement to compress. */
    private final @Nullable MessageDeflater deflater;

    /**
     * The bytes that may come out of compressed messages before other connections have their turn, but for the rest of
     * one message.
     */
    private static final int MAX_INFLATED = 1 << 20;

    /** A byte that arrives may cost as much as this number of bytes that come out: blocks may be empty. */
    private static final int INPUT_WEIGHT = 16;

    // Requests of other threads.
    private volatile boolean signalled;
    private volatile boolean suspended;
    private volatile boolean resumeAsked;
    private volatile boolean overdue;

    // State of the I/O thread.
    private @Nullable ConnectionReceiver receiver;
    private BufferAccount account = BufferAccount.UNCOUNTED;
    private @Nullable CloseHandshake closeHandshake;
    private boolean batching;
    /** The bytes that came out of compressed messages in this turn. */
    private int inflated;
    /** Whether it has more to inflate and waits for its next turn. */
    private boolean resting;

    private boolean blocked;
    private boolean broken;
    private boolean drained;
    private boolean started;
    private boolean ended;

    /** The neighbours in the loop's list. */
    @Nullable
    SocketConnection next;

    @Nullable
    SocketConnection previous;

    public SocketConnection(Connections home, IoLoop loop, ByteStream stream, Handshake handshake) {
        Agreement agreement = handshake.agreement();
        DeflaterPool deflaters = home.deflaters();
        this.deflater = agreement == null || deflaters == null ? null : deflaters.deflater(agreement);
        this.home = home;
        this.loop = loop;
        this.stream = stream;
        this.peer = handshake.peer();
        this.outbound = new Outbound(stream.hasRecords(), handshake.type());
        this.inbound = new Inbound(
                stream,
                loop.decoders(home.limits().maxMessageBytes(), handshake.type(), agreement != null),
                handshake.early());
    }

    /**
     * What the handshake has left.
     *
     * @param type the type of all messages
     * @param early the bytes that the client sent after its handshake
     * @param agreement about compression; null: none
     */
    public record Handshake(
            InetSocketAddress peer,
            MessageType type,
            byte[] early,
            @Nullable Agreement agreement) {}

    /** Takes over the socket. Messages that the receiver sent in {@code onOpen} are written first. */
    public void start(ConnectionReceiver newReceiver) {
        receiver = newReceiver;
        account = newReceiver.buffers();
        outbound.countOn(account);
        started = true;
        loop.add(this);
        stream.deliverTo(this);
        stream.suspendWrites();
        inbound.countEarly(events);
        replay();
        if (!suspended) {
            inbound.resume();
        }
        settle();
    }

    // ---- Connection: any thread

    @Override
    public InetSocketAddress peer() {
        return peer;
    }

    @Override
    public SendResult send(byte[] payload) {
        MessageDeflater by = deflater;
        return by == null || outbound.isShut() ? offer(payload, false) : offer(payload, by.derive(payload));
    }

    @Override
    public SendResult send(SharedPayload payload) {
        MessageDeflater by = deflater;
        return by == null || outbound.isShut()
                ? offer(payload.bytes(), false)
                : offer(payload.bytes(), payload.derived(by));
    }

    @Override
    public SendResult send(byte[] buffer, int offset, int length) {
        return deflater == null
                ? offer(buffer, offset, length, Form.COPY)
                : send(Arrays.copyOfRange(buffer, offset, offset + length));
    }

    /** How a message is queued. */
    private enum Form {
        PLAIN,
        COMPRESSED,
        /** Its array is changed afterwards. */
        COPY
    }

    @SuppressWarnings("ReferenceEquality") // the deflater answers with the array itself when it has left it as it is
    private SendResult offer(byte[] plain, byte @Nullable [] derived) {
        return derived == null || derived == plain ? offer(plain, false) : offer(derived, true);
    }

    private SendResult offer(byte[] payload, boolean compressed) {
        return offer(payload, 0, payload.length, compressed ? Form.COMPRESSED : Form.PLAIN);
    }

    private SendResult offer(byte[] array, int offset, int length, Form form) {
        int most = home.limits().maxOutboundBytes();
        if (!isBatching()) {
            SendResult result = queue(array, offset, length, form, most);
            if (result == SendResult.ACCEPTED) {
                signal();
            }
            return result;
        }
        // A batch beyond the write buffer is flushed: it gains nothing by growing, and must not be treated as a slow
        // reader.
        int batch = blocked ? most : Math.min(most, IoLoop.BUFFER_BYTES);
        SendResult result = queue(array, offset, length, form, batch);
        if (result == SendResult.FULL) {
            flushInBatch(); // the socket may have space again, and no event arrives during this call
            result = queue(array, offset, length, form, most);
        }
        return result;
    }

    private SendResult queue(byte[] array, int offset, int length, Form form, int room) {
        int most = home.limits().maxOutboundBytes();
        return form == Form.COPY
                ? outbound.offerCopy(array, offset, length, room, most, loop)
                : outbound.offer(array, form == Form.COMPRESSED, room, most, loop);
    }

    private void flushInBatch() {
        if (!broken && closeHandshake == null) {
            flush();
        }
    }

    @Override
    public void ping() {
        outbound.ping(home.limits().maxOutboundBytes(), loop);
        signalUnlessBatching();
    }

    @Override
    public void close(CloseReason reason) {
        if (outbound.requestClose(reason)) {
            signalUnlessBatching();
        }
    }

    @Override
    public void suspendReceiving() {
        suspended = true;
    }

    @Override
    public void resumeReceiving() {
        suspended = false;
        resumeAsked = true;
        signal();
    }

    @Override
    public long outboundBytes() {
        return outbound.waiting();
    }

    private void signal() {
        if (!signalled && SIGNALLED.compareAndSet(this, false, true)) {
            loop.signal(this);
        }
    }

    private void signalUnlessBatching() {
        if (!isBatching()) {
            signal();
        }
    }

    private boolean isBatching() {
        return loop.isCurrent() && batching;
    }

    boolean isCompressed() {
        return deflater != null;
    }

    // ---- the I/O thread

    /** Handles the requests of other threads. */
    void attend() {
        signalled = false;
        if (ended) {
            return;
        }
        if (overdue) {
            end();
            return;
        }
        if (resumeAsked) {
            resumeAsked = false;
            goOn();
        }
        settle();
    }

    /** The other connections of the loop have had their turn. */
    void rested() {
        resting = false;
        inflated = 0;
        if (!ended) {
            goOn();
            settle();
        }
    }

    private void goOn() {
        if (wantsReads()) {
            replay();
            if (!isTired()) {
                inbound.resume();
            }
        }
    }

    private void replay() {
        batching = true;
        inbound.replay(events);
        batching = false;
        restWhenTired();
    }

    /** Whether other connections have their turn, because inflating has taken long enough. */
    private boolean isTired() {
        return inflated > MAX_INFLATED;
    }

    private void restWhenTired() {
        if (!isTired()) {
            inflated = 0;
        } else if (!resting) {
            resting = true;
            inbound.suspend();
            loop.rest(this);
        }
    }

    /** The socket is readable. */
    void read() {
        if (ended) {
            return;
        }
        if (!wantsReads()) {
            inbound.suspend();
            return;
        }
        batching = true;
        try {
            broken |= !inbound.read(loop, readSize(), events);
        } catch (IOException e) {
            broken = true;
        }
        batching = false;
        restWhenTired();
        settle();
    }

    /** The socket is writable. */
    void write() {
        if (!ended) {
            flush();
            settle();
        }
    }

    private int readSize() {
        ConnectionReceiver to = receiver;
        return to == null ? IoLoop.BUFFER_BYTES : to.readSize();
    }

    private boolean wantsReads() {
        return !ended && !isTired() && (closeHandshake != null || !suspended);
    }

    /** Continues writing, closing and ending. */
    private void settle() {
        beginRequestedClose();
        if (!blocked && !broken) {
            flush();
        }
        if (broken || (closeHandshake != null && closeHandshake.isComplete())) {
            end();
        }
    }

    private void flush() {
        try {
            switch (outbound.flush(stream, loop)) {
                case DONE -> allWritten();
                case BLOCKED -> block();
                case AGAIN -> signal();
            }
        } catch (IOException e) {
            broken = true; // the peer has closed the connection
        }
    }

    private void block() {
        if (!blocked) {
            blocked = true;
            stream.resumeWrites();
        }
    }

    private void allWritten() throws IOException {
        boolean waited = blocked;
        if (waited) {
            blocked = false;
            stream.suspendWrites();
        }
        if (closeHandshake != null) {
            if (!closeHandshake.isFrameWritten()) {
                closeHandshake.frameWritten();
                if (closeHandshake.isViolation()) {
                    // Shutting down the output lets the peer read the close frame; a plain close could discard it by a
                    // reset.
                    stream.shutdownOutput();
                    if (!stream.flush()) {
                        block();
                    }
                }
            }
            return;
        }
        drained |= outbound.takePiledUp() || waited;
        if (drained
                && !batching) { // otherwise the receiver is in a call, and the flush after the batch comes here again
            drained = false;
            tell(ConnectionReceiver::onDrained);
        }
    }

    private void beginRequestedClose() {
        CloseReason reason = outbound.requested();
        if (reason != null && closeHandshake == null && !ended) {
            begin(
                    CloseHandshake.byGateway(reason, closeTimer()),
                    CloseHandshake.payload(reason),
                    reason == CloseReason.SLOW_CONSUMER);
            if (suspended) {
                replay(); // the peer's close frame may be in there
                inbound.resume();
            }
        }
    }

    private void begin(CloseHandshake begun, byte[] payload, boolean dropWaiting) {
        closeHandshake = begun;
        inbound.discardMessages(events);
        outbound.closeFrame(payload, dropWaiting, loop);
    }

    private TimeSource.Timer closeTimer() {
        return home.limits().time().schedule(home.limits().closeTimeout(), this::endSoon);
    }

    /** Ends the connection on its I/O thread. Callable from any thread. */
    public void endSoon() {
        overdue = true;
        signal();
    }

    /** Ends the connection in any state, even before its start. No further step follows. */
    public void end() {
        if (ended) {
            return;
        }
        ended = true;
        if (started) {
            loop.remove(this);
        }
        inbound.suspend();
        inbound.release(events);
        stream.suspendWrites();
        outbound.discard();
        int code = CloseCodes.ABNORMAL;
        if (closeHandshake != null) {
            closeHandshake.cancelTimer();
            code = closeHandshake.reportedCode();
        }
        int reported = code;
        tell(to -> to.onClosed(reported));
        receiver = null;
        stream.release();
    }

    private SafeLog failures() {
        return home.failures();
    }

    @Override
    public void onReadable() {
        guard(this, SocketConnection::read);
    }

    @Override
    public void onWritable() {
        guard(this, SocketConnection::write);
    }

    @Override
    public void onTerminated() {
        guard(this, SocketConnection::end);
    }

    /** Runs a step of one connection. Never throws, so that a failure does not affect other connections. */
    static void guard(SocketConnection connection, Consumer<SocketConnection> step) {
        try {
            step.accept(connection);
        } catch (RuntimeException | Error e) { // the I/O thread stays
            connection.failed(e);
        }
    }

    private void failed(Throwable cause) {
        try {
            end();
        } catch (RuntimeException | Error e) { // as above
            cause.addSuppressed(e);
        }
        failures().error("A connection failed and was closed", cause);
    }

    private void tell(Consumer<ConnectionReceiver> event) {
        ConnectionReceiver to = receiver;
        if (to != null) {
            try {
                event.accept(to);
            } catch (RuntimeException | Error e) { // the I/O thread stays, and the connection ends
                receiverFailed(e);
            }
        }
    }

    private void receiverFailed(Throwable e) {
        failures().error("A receiver failed; its connection closes with 1011", e);
        close(CloseReason.INTERNAL_ERROR);
    }

    /** Handles the events of the decoder. */
    private final class Events implements FrameListener {

        @Override
        public boolean wantsFrames() {
            return wantsReads();
        }

        @Override
        public Admission onMessageBegins(long bytes) {
            ConnectionReceiver to = receiver;
            if (to == null || outbound.isShut()) {
                return Admission.READ;
            }
            try {
                return to.onMessageBegins(bytes);
            } catch (RuntimeException | Error e) { // as above
                receiverFailed(e);
                return Admission.READ;
            }
        }

        @Override
        public boolean reserve(int bytes) {
            return account.reserve(BufferAccount.Use.INBOUND, bytes);
        }

        @Override
        public void release(int bytes) {
            account.release(BufferAccount.Use.INBOUND, bytes);
        }

        @Override
        public void onInflated(int from, int to) {
            inflated += to + INPUT_WEIGHT * from;
            loop.inflated(from, to);
        }

        @Override
        public void onReadBegins() {
            tell(ConnectionReceiver::onReadBegins);
        }

        @Override
        public void onReadEnds() {
            tell(ConnectionReceiver::onReadEnds);
        }

        @Override
        public void onFragment() {
            isWithinRate();
        }

        /** Counts a frame that is not a message; false when it exceeds the rate. */
        private boolean isWithinRate() {
            ConnectionReceiver to = receiver;
            if (to == null || outbound.isShut()) {
                return false;
            }
            try {
                return to.onFrame();
            } catch (RuntimeException | Error e) { // as above
                receiverFailed(e);
                return false;
            }
        }

        @Override
        public void onMessage(byte[] buffer, int offset, int length) {
            ConnectionReceiver to = receiver;
            if (to == null || outbound.isShut()) {
                return;
            }
            try {
                to.onMessage(buffer, offset, length);
            } catch (RuntimeException | Error e) { // as above
                receiverFailed(e);
            }
        }

        @Override
        public void onPing(byte[] buffer, int offset, int length) {
            if (isWithinRate()) {
                byte[] payload = Arrays.copyOfRange(buffer, offset, offset + length);
                outbound.pong(payload, home.limits().maxOutboundBytes(), loop);
                tell(ConnectionReceiver::onPing);
            }
        }

        @Override
        public void onPong() {
            if (isWithinRate()) {
                tell(ConnectionReceiver::onPong);
            }
        }

        @Override
        public void onClose(int code) {
            beginRequestedClose();
            if (closeHandshake != null) {
                closeHandshake.peerIsDone();
            } else {
                begin(CloseHandshake.byPeer(code, closeTimer()), CloseHandshake.payload(code), false);
            }
        }

        @Override
        public void onViolation(CloseReason reason) {
            beginRequestedClose();
            if (closeHandshake != null) {
                closeHandshake.peerIsDone();
            } else {
                begin(CloseHandshake.forViolation(reason, closeTimer()), CloseHandshake.payload(reason), false);
            }
        }
    }
}
