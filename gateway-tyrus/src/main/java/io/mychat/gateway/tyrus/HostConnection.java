package io.mychat.gateway.tyrus;

import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.BufferAccount;
import io.mychat.gateway.spi.transport.HostedConnection;
import io.mychat.gateway.transport.undertow.HostHandshake;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
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
final class HostConnection implements HostedConnection, FrameWriter.Events, ReadReadyHandler, WriteReadyHandler {

    static final int READ_BYTES = 16_384;

    private static final int FRAMES_AT_ONCE = 8;

    private static final CloseReason GONE = new CloseReason(CloseCodes.CLOSED_ABNORMALLY, "the connection has ended");

    private final HostResources home;
    private final HostHandshake.Socket socket;
    private final StreamConnection channel;
    private final StreamSourceConduit source;
    private final StreamSinkConduit sink;
    private final SerialTasks tasks;
    private final FrameGuard guard;
    private final FrameRate rate;
    private final SocketBuffers buffers;
    private final FrameWriter writer;
    private final AtomicBoolean signalled = new AtomicBoolean();
    private volatile @Nullable Connection tyrus;
    private volatile @Nullable CloseReason refusal;

    // State of the I/O thread.
    private boolean closing;
    private boolean terminated;
    private volatile boolean ended;
    private TimeSource.@Nullable Timer closeTimer;
    private TimeSource.@Nullable Timer sendTimer;
    private TimeSource.@Nullable Timer pauseTimer;
    private Duration pause = Duration.ZERO;
    private boolean isSharedPause;
    private Ending ending = Ending.VANISHED;

    HostConnection(HostResources home, HostHandshake handshake, HostHandshake.Socket socket) {
        this.home = home;
        this.socket = socket;
        this.channel = socket.channel();
        this.source = channel.getSourceChannel().getConduit();
        this.sink = channel.getSinkChannel().getConduit();
        this.guard = new FrameGuard(home.messageBytes());
        this.rate = home.frameRate();
        BufferAccount account = handshake.account(this);
        this.buffers = new SocketBuffers(account, home.counts());
        this.writer = new FrameWriter(home.outboundBytes(), buffers, home.completions(), this);
        this.tasks = new SerialTasks(home.pool(), this::failed);
    }

    /** Takes over the socket. Called on its I/O thread. */
    void start(UpgradeInfo upgrade) {
        source.setReadReadyHandler(this);
        sink.setWriteReadyHandler(this);
        source.suspendReads();
        sink.suspendWrites();
        ByteBuffer early = ByteBuffer.wrap(socket.early());
        if (!taken(early)) {
            return;
        }
        tasks.execute(() -> {
            tyrus = upgrade.createConnection(writer, reason -> {});
            if (ended) {
                close(GONE);
            }
            CloseReason refused = refusal;
            if (refused != null) {
                close(refused);
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
            endSoon(Ending.FAILED);
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
        endSoon(Ending.FAILED);
    }

    private void onIoThread(Runnable step) {
        try {
            channel.getIoThread().execute(step);
        } catch (RejectedExecutionException e) {
            writer.end(); // the thread has ended, and the socket with it
        }
    }

    // ---- Reading

    /** Everything that was read is done with. */
    private void readOn() {
        if (ended || pauseTimer != null) {
            return;
        }
        boolean unused = buffers.inbound(guard.incomplete()); // no more than before
        if (pause.isZero() || closing) {
            resume();
        } else {
            home.counts().paused(isSharedPause);
            pauseTimer = home.time().schedule(pause, () -> onIoThread(this::resume));
        }
    }

    private void resume() {
        pauseTimer = null;
        pause = Duration.ZERO;
        isSharedPause = false;
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
        ByteBuffer read = home.readBuffer();
        int count;
        try {
            count = source.read(read);
        } catch (IOException e) {
            count = -1;
        }
        if (count < 0) {
            end(Ending.VANISHED);
        } else if (count > 0) {
            home.counts().received(count);
            read.flip();
            if (closing) {
                guard.follow(read);
                endWhenDone();
                return;
            }
            // Only what has arrived waits for a thread, and not a whole buffer for each client.
            ByteBuffer bytes = ByteBuffer.allocate(count).put(read).flip();
            source.suspendReads();
            if (taken(bytes)) {
                tasks.execute(() -> deliver(bytes));
            }
        }
    }

    /** Counts what has been read. Returns false when the budget has no room for it: then the connection has ended. */
    private boolean taken(ByteBuffer bytes) {
        long before = guard.incomplete();
        int count = bytes.remaining();
        if (!buffers.inbound(before + count)) {
            end(Ending.OVERLOAD);
            return false;
        }
        guard.follow(bytes);
        int frames = guard.takeFrames();
        pause = rate.take(frames);
        Duration shared = home.takeOfAll(frames, count);
        if (shared.compareTo(pause) > 0) {
            pause = shared;
            isSharedPause = true;
        }
        return true;
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
            end(Ending.VANISHED);
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
                home.counts().sent(sink.write(frame)); // TLS takes bytes by the record
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
        writer.stuck();
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
                end(Ending.SLOW_CONSUMER);
            }
        });
    }

    // ---- The end

    @Override
    public void closing() {
        onIoThread(() -> {
            if (!ended && !closing) {
                closing = true;
                ending = guard.violation() != null ? Ending.VIOLATION : closer();
                closeTimer = home.time().schedule(home.closeTimeout(), () -> endSoon(ending));
                stopPause();
                readOn();
                writeReady();
            }
        });
    }

    private Ending closer() {
        if (refusal != null) {
            return Ending.REFUSED;
        }
        if (guard.hasSeenClose()) {
            return Ending.CLIENT;
        }
        return home.isClosing() ? Ending.STOPPED : Ending.ENDPOINT;
    }

    private void stopPause() {
        TimeSource.Timer timer = pauseTimer;
        if (timer != null) {
            timer.cancel();
            pauseTimer = null;
        }
    }

    /** Ends when the client has the close frame, and has sent its own. One that violates the protocol may leave first. */
    private void endWhenDone() {
        if (!closing || writer.next() != null) {
            return;
        }
        if (guard.violation() == null && guard.hasSeenClose()) {
            end(ending);
        } else if (guard.violation() != null && !terminated) {
            terminated = true;
            try {
                sink.terminateWrites(); // a plain close could discard the close frame by a reset
                sink.flush();
            } catch (IOException e) {
                end(ending);
            }
        }
    }

    /**
     * Ends in any state. Called on the I/O thread.
     *
     * @param why unless it was closing already
     */
    private void end(Ending why) {
        if (ended) {
            return;
        }
        ended = true;
        stopSendTimer();
        stopPause();
        if (closeTimer != null) {
            closeTimer.cancel();
        }
        source.suspendReads();
        sink.suspendWrites();
        IoUtils.safeClose(channel);
        writer.end();
        buffers.close();
        socket.ended().run();
        home.ended(this, closing ? ending : why);
        if (tasks.isIdle()) {
            tasks.execute(() -> close(GONE));
        } else {
            home.closeApart(this, GONE); // an endpoint may be sending until its session is closed
        }
    }

    @Override
    public void evict() {
        endSoon(Ending.OVERLOAD);
    }

    @Override
    public void refuse(io.mychat.gateway.spi.transport.CloseReason reason, String notice) {
        CloseReason close = new CloseReason(CloseCodes.getCloseCode(reason.code()), notice);
        refusal = close;
        onIoThread(() -> {
            if (!ended) {
                home.closeApart(this, close);
                // Also when the endpoint keeps the session from closing.
                TimeSource.Timer unused = home.time().schedule(home.closeTimeout(), () -> endSoon(Ending.REFUSED));
            }
        });
    }

    /** Ends from any thread. */
    void endSoon(Ending why) {
        onIoThread(() -> end(why));
    }

    @Override
    public void forceTermination() {
        end(Ending.VANISHED);
    }

    @Override
    public void terminated() {
        if (!channel.isOpen()) {
            endSoon(Ending.VANISHED);
        }
    }
}
