package io.mychat.gateway.transport.common.websocket;

import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.WebSocketSettings;
import io.mychat.gateway.transport.common.deflate.CompressionSettings;
import io.mychat.gateway.transport.common.deflate.DeflaterPool;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All open connections of one transport, and their shared resources. Thread-safe. */
public final class Connections {

    private static final long CLOSE_MILLIS = 5000;

    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
    private final ConnectionLimits limits;
    private final Map<LoopThread, IoLoop> loops = new ConcurrentHashMap<>();
    private final SafeLog failures;
    private final LongAdder accepted = new LongAdder();
    private final LongAdder invalid = new LongAdder();

    /** Null: handshakes agree on no extension. */
    private final @Nullable DeflaterPool deflaters;

    private Connections(ConnectionLimits limits, CompressionSettings compression) {
        this.deflaters = compression.enabled() ? new DeflaterPool(compression) : null;
        this.limits = limits;
        this.failures = new SafeLog(limits.time());
    }

    /** Without a connection; {@link #close()} ends the shared resources. */
    public static Connections of(WebSocketSettings settings, TimeSource time, CompressionSettings compression) {
        return new Connections(ConnectionLimits.of(settings, time), compression);
    }

    public ConnectionLimits limits() {
        return limits;
    }

    /** The log of failures of single connections. */
    public SafeLog failures() {
        return failures;
    }

    /** The loop of a thread. */
    public IoLoop loop(LoopThread thread) {
        return loops.computeIfAbsent(thread, IoLoop::new);
    }

    /** Compresses messages; null when compression is off. */
    public @Nullable DeflaterPool deflaters() {
        return deflaters;
    }

    /** Counts a handshake that the listener has accepted. */
    public void handshakeAccepted() {
        accepted.increment();
    }

    /** Counts a request that is no valid handshake. */
    public void handshakeInvalid() {
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
                                0,
                                accepted.sum(),
                                invalid.sum(),
                                deflaters == null ? CompressionStats.NONE : CompressionStats.of(deflaters)),
                        SocketStats::plus);
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
        if (deflaters != null) {
            deflaters.close();
        }
    }
}
