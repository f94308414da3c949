package io.mychat.gateway.transport.undertow.websocket;

import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.WebSocketSettings;
import io.mychat.gateway.transport.undertow.deflate.CompressionSettings;
import io.mychat.gateway.transport.undertow.deflate.DeflaterPool;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.XnioIoThread;

/** All open connections of one transport, and their shared resources. Thread-safe. */
public final class Connections {

    private static final long CLOSE_MILLIS = 5000;

    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
    private final ConnectionLimits limits;
    private final boolean tls;
    private final Map<XnioIoThread, IoLoop> loops = new ConcurrentHashMap<>();
    private final SafeLog failures;
    private final SocketCloser socketCloser;
    private final LongAdder accepted = new LongAdder();
    private final LongAdder invalid = new LongAdder();

    /** Null: handshakes agree on no extension. */
    private final @Nullable DeflaterPool deflaters;

    private Connections(ConnectionLimits limits, boolean tls, CompressionSettings compression) {
        this.deflaters = compression.enabled() ? new DeflaterPool(compression) : null;
        this.limits = limits;
        this.tls = tls;
        this.failures = new SafeLog(limits.time());
        this.socketCloser = new SocketCloser(failures);
    }

    /** Starts the shared resources; {@link #close()} ends them. */
    public static Connections start(
            WebSocketSettings settings, boolean tls, TimeSource time, CompressionSettings compression) {
        Connections connections = new Connections(ConnectionLimits.of(settings, time), tls, compression);
        connections.socketCloser.start();
        return connections;
    }

    ConnectionLimits limits() {
        return limits;
    }

    boolean isTls() {
        return tls;
    }

    /** The log of failures of single connections. */
    SafeLog failures() {
        return failures;
    }

    IoLoop loop(XnioIoThread thread) {
        return loops.computeIfAbsent(thread, IoLoop::new);
    }

    /** Compresses messages; null when compression is off. */
    @Nullable
    DeflaterPool deflaters() {
        return deflaters;
    }

    void handshakeAccepted() {
        accepted.increment();
    }

    void handshakeInvalid() {
        invalid.increment();
    }

    /** The current figures. */
    public SocketStats numbers() {
        return loops.values().stream()
                .map(IoLoop::numbers)
                .reduce(
                        new SocketStats(
                                0,
                                0,
                                0,
                                socketCloser.waiting(),
                                accepted.sum(),
                                invalid.sum(),
                                deflaters == null ? CompressionStats.NONE : CompressionStats.of(deflaters)),
                        SocketStats::plus);
    }

    /** Closes the socket of an ended connection. Called on its I/O thread. */
    void release(StreamConnection raw) {
        if (tls) {
            IoUtils.safeClose(raw); // the buffers of the TLS layer belong to this thread
            return;
        }
        try {
            socketCloser.close(raw);
        } catch (Error e) { // without memory for the closer's list
            IoUtils.safeClose(raw); // out of memory for the closer's list
            throw e;
        }
    }

    /** Ends the connections whose I/O thread has died. Callable from any thread. */
    public void endThoseWithoutThread() {
        loops.forEach((thread, loop) -> {
            if (!thread.isAlive() && loops.remove(thread, loop)) {
                loop.close();
            }
        });
    }

    /**
     * Ends all connections without a close handshake and waits until their sockets are closed. Not callable on an I/O
     * thread.
     */
    public void close() {
        Collection<IoLoop> all = loops.values();
        CountDownLatch done = new CountDownLatch(all.size());
        for (IoLoop loop : all) {
            loop.execute(() -> {
                loop.close();
                done.countDown();
            });
        }
        try {
            if (!done.await(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
                LOG.warn("An I/O thread does not respond; its connections are not closed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        socketCloser.stop(CLOSE_MILLIS);
        if (deflaters != null) {
            deflaters.close();
        }
    }
}
