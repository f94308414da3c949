package io.mychat.gateway.tyrus;

import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.transport.undertow.HostHandshake;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.glassfish.tyrus.spi.Connection;
import org.glassfish.tyrus.spi.WebSocketEngine.UpgradeInfo;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.conduits.ReadReadyHandler;
import org.xnio.conduits.StreamSinkConduit;
import org.xnio.conduits.StreamSourceConduit;
import org.xnio.conduits.WriteReadyHandler;
import org.xnio.ssl.SslConnection;

/**
 * One socket of a host's endpoint. The I/O thread reads at most {@link #READ_BYTES} and reads on when Tyrus and the
 * endpoint are done with them, so that TCP slows a client down that sends faster. Everything of the host runs on the
 * threads for endpoints.
 */
final class HostConnection implements FrameWriter.Events, ReadReadyHandler, WriteReadyHandler {

    static final int READ_BYTES = 16_384;

    private static final int FRAMES_AT_ONCE = 64;

    private static final CloseReason GONE = new CloseReason(CloseCodes.CLOSED_ABNORMALLY, "the connection has ended");

    private final HostResources home;
    private final HostHandshake.Socket socket;
    private final StreamConnection channel;
    private final StreamSourceConduit source;
    private final StreamSinkConduit sink;
    private final SerialTasks tasks;
    private final FrameGuard guard;
    private final FrameWriter writer;
    private final AtomicBoolean signalled = new AtomicBoolean();
    private volatile @Nullable Connection tyrus;

    // State of the I/O thread.
    private boolean closing;
    private boolean terminated;
    private volatile boolean ended;
    private TimeSource.@Nullable Timer closeTimer;
    private TimeSource.@Nullable Timer sendTimer;

    HostConnection(HostResources home, HostHandshake.Socket socket) {
        this.home = home;
        this.socket = socket;
        this.channel = socket.channel();
        this.source = channel.getSourceChannel().getConduit();
        this.sink = channel.getSinkChannel().getConduit();
        this.guard = new FrameGuard(home.messageBytes());
        this.writer = new FrameWriter(home.outboundBytes(), home.completions(), this);
        this.tasks = new SerialTasks(home.pool(), this::failed);
    }

    /** Takes over the socket. Called on its I/O thread. */
    void start(UpgradeInfo upgrade) {
        source.setReadReadyHandler(this);
        sink.setWriteReadyHandler(this);
        source.suspendReads();
        sink.suspendWrites();
        ByteBuffer early = ByteBuffer.wrap(socket.early());
        guard.follow(early);
        tasks.execute(() -> {
            tyrus = upgrade.createConnection(writer, reason -> {});
            if (ended) {
                close(GONE);
            }
            deliver(early);
        });
    }

    /** Closes the session. Runs the endpoint's {@code onClose}. */
    void close(CloseReason reason) {
        Connection open = tyrus;
        if (open != null) {
            open.close(reason);
        }
    }

    private void deliver(ByteBuffer bytes) {
        Connection open = tyrus;
        if (open == null) {
            onIoThread(this::end);
            return;
        }
        if (bytes.hasRemaining()) {
            open.getReadHandler().handle(bytes);
        }
        CloseReason violation = guard.violation();
        if (violation != null) {
            open.close(violation);
        }
        onIoThread(this::readOn);
    }

    private void failed(Throwable cause) {
        home.failed(cause);
        onIoThread(this::end);
    }

    private void onIoThread(Runnable step) {
        try {
            channel.getIoThread().execute(step);
        } catch (RejectedExecutionException e) {
            writer.end(); // the thread has ended, and the socket with it
        }
    }

    // ---- Reading

    private void readOn() {
        if (ended) {
            return;
        }
        if (channel instanceof SslConnection) {
            source.wakeupReads(); // its buffers may have more than the socket shows
        } else {
            source.resumeReads();
        }
    }

    @Override
    public void readReady() {
        if (ended) {
            source.suspendReads();
            return;
        }
        ByteBuffer bytes = ByteBuffer.allocate(READ_BYTES);
        int count;
        try {
            count = source.read(bytes);
        } catch (IOException e) {
            count = -1;
        }
        if (count < 0) {
            end();
        } else if (count > 0) {
            bytes.flip();
            guard.follow(bytes);
            if (closing) {
                endWhenDone();
            } else {
                source.suspendReads();
                tasks.execute(() -> deliver(bytes));
            }
        }
    }

    // ---- Writing

    @Override
    public void toWrite() {
        if (signalled.compareAndSet(false, true)) {
            onIoThread(this::writeReady);
        }
    }

    @Override
    public void writeReady() {
        signalled.set(false);
        if (ended || terminated) {
            return;
        }
        try {
            flush();
        } catch (IOException e) {
            end();
        }
    }

    private void flush() throws IOException {
        for (int i = 0; i < FRAMES_AT_ONCE; i++) {
            ByteBuffer frame = writer.next();
            if (frame == null) {
                flushed();
                return;
            }
            int before;
            do {
                before = frame.position();
                sink.write(frame); // TLS takes bytes by the record
            } while (frame.hasRemaining() && frame.position() > before);
            if (frame.hasRemaining()) {
                block();
                return;
            }
            stopSendTimer();
            writer.written();
        }
        toWrite(); // the other sockets have their turn
    }

    private void flushed() throws IOException {
        if (!sink.flush()) {
            block();
            return;
        }
        stopSendTimer();
        sink.suspendWrites();
        endWhenDone();
    }

    private void block() {
        sink.resumeWrites();
        if (sendTimer == null) {
            sendTimer = home.time().schedule(home.sendTimeout(), this::slowConsumer);
        }
    }

    private void stopSendTimer() {
        TimeSource.Timer timer = sendTimer;
        if (timer != null) {
            timer.cancel();
            sendTimer = null;
        }
    }

    @Override
    public void slowConsumer() {
        onIoThread(() -> {
            if (!ended) {
                home.slow();
                end();
            }
        });
    }

    // ---- The end

    @Override
    public void closing() {
        onIoThread(() -> {
            if (!ended && !closing) {
                closing = true;
                closeTimer = home.time().schedule(home.closeTimeout(), () -> onIoThread(this::end));
                readOn();
                writeReady();
            }
        });
    }

    /** Ends when the client has the close frame, and has sent its own. One that violates the protocol may leave first. */
    private void endWhenDone() {
        if (!closing || writer.next() != null) {
            return;
        }
        if (guard.violation() == null && guard.hasSeenClose()) {
            end();
        } else if (guard.violation() != null && !terminated) {
            terminated = true;
            try {
                sink.terminateWrites(); // a plain close could discard the close frame by a reset
                sink.flush();
            } catch (IOException e) {
                end();
            }
        }
    }

    /** Ends in any state. Called on the I/O thread. */
    void end() {
        if (ended) {
            return;
        }
        ended = true;
        stopSendTimer();
        if (closeTimer != null) {
            closeTimer.cancel();
        }
        source.suspendReads();
        sink.suspendWrites();
        IoUtils.safeClose(channel);
        writer.end();
        socket.ended().run();
        home.ended(this);
        if (tasks.isIdle()) {
            tasks.execute(() -> close(GONE));
        } else {
            home.closeApart(this, GONE); // an endpoint may be sending until its session is closed
        }
    }

    /** Ends from any thread. */
    void endSoon() {
        onIoThread(this::end);
    }

    @Override
    public void forceTermination() {
        end();
    }

    @Override
    public void terminated() {
        if (!channel.isOpen()) {
            endSoon();
        }
    }
}
