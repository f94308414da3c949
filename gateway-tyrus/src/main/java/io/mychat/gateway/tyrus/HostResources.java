package io.mychat.gateway.tyrus;

import io.mychat.gateway.spi.event.RateLimitedLog;
import io.mychat.gateway.spi.threads.DaemonThreadPool;
import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.WebSocketSettings;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the connections of one run of the port share. Thread-safe; this object's monitor tells that one has ended. */
final class HostResources {

    private static final Logger LOG = LoggerFactory.getLogger(HostResources.class);
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final int BYTES_WHEN_USED_UP = 2048;
    private static final int COMPLETION_THREADS = 4;
    private static final Duration MARGIN = Duration.ofSeconds(1);

    private final WebSocketSettings gateway;
    private final EndpointBounds bounds;
    private final TimeSource time;
    private final EndpointCounts counts;
    private final SharedRate sharedFrames;
    private final SharedRate sharedBytes;
    private final AtomicInteger places = new AtomicInteger();
    private final ThreadLocal<ByteBuffer> readBuffers =
            ThreadLocal.withInitial(() -> ByteBuffer.allocate(HostConnection.READ_BYTES));
    private final RateLimitedLog failures;
    // At most one task of each connection waits for a thread, or for each of its sends.
    private final DaemonThreadPool pool;
    private final DaemonThreadPool completions = new DaemonThreadPool("mychat-endpoint-sent", COMPLETION_THREADS, IDLE);
    private volatile boolean closing;
    private final Set<HostConnection> open = ConcurrentHashMap.newKeySet();

    HostResources(WebSocketSettings gateway, EndpointBounds bounds, TimeSource time, EndpointCounts counts) {
        this.gateway = gateway;
        this.bounds = bounds;
        this.time = time;
        this.counts = counts;
        EndpointBounds.Shared shared = bounds.shared();
        this.sharedFrames = new SharedRate(shared.framesPerSecond(), shared.frameBurst(), time);
        this.sharedBytes = new SharedRate(shared.bytesPerSecond(), shared.bytesPerSecond(), time);
        this.failures = RateLimitedLog.withCauses(LOG::warn, time);
        this.pool = new DaemonThreadPool("mychat-endpoint", shared.threads(), IDLE);
    }

    int messageBytes() {
        return bounds.messageBytes() == 0 ? gateway.maxMessageBytes() : bounds.messageBytes();
    }

    int outboundBytes() {
        return gateway.maxOutboundBytes();
    }

    Duration closeTimeout() {
        return gateway.closeTimeout();
    }

    Duration sendTimeout() {
        return bounds.sendTimeout();
    }

    TimeSource time() {
        return time;
    }

    /** Runs the code of the host. */
    DaemonThreadPool pool() {
        return pool;
    }

    /** Tells the host of asynchronous sends; apart, because all threads of endpoints may wait for sends. */
    DaemonThreadPool completions() {
        return completions;
    }

    EndpointCounts counts() {
        return counts;
    }

    FrameRate frameRate() {
        return new FrameRate(bounds.framesPerSecond(), bounds.frameBurst(), time);
    }

    /** Takes what one client has sent from the rates of all. Returns for how long nothing more should be read from it. */
    Duration takeOfAll(int frames, int bytes) {
        int clients = open.size();
        Duration forFrames = sharedFrames.take(frames, clients);
        Duration forBytes = sharedBytes.take(bytes, clients);
        return forFrames.compareTo(forBytes) > 0 ? forFrames : forBytes;
    }

    /**
     * Takes the input of one read, on an I/O thread; it is used up before the next one. Smaller when frames or bytes of all have to
     * wait: what is read has to be kept.
     */
    ByteBuffer readBuffer() {
        ByteBuffer buffer = readBuffers.get().clear();
        return sharedFrames.isUsedUp() || sharedBytes.isUsedUp() ? buffer.limit(BYTES_WHEN_USED_UP) : buffer;
    }

    /**
     * Takes a place for a handshake and its connection.
     *
     * @return false when all are taken
     */
    boolean enter() {
        if (places.incrementAndGet() > bounds.maxConnections()) {
            places.decrementAndGet();
            return false;
        }
        return true;
    }

    void leave() {
        places.decrementAndGet();
    }

    int tasksWaiting() {
        return pool.getQueue().size();
    }

    boolean isClosing() {
        return closing;
    }

    void opened(HostConnection connection) {
        counts.opened();
        open.add(connection);
    }

    void ended(HostConnection connection, Ending ending) {
        counts.ended(ending);
        open.remove(connection);
        synchronized (this) {
            notifyAll();
        }
    }

    int connections() {
        return open.size();
    }

    void failed(Throwable cause) {
        failures.log("A connection of a host's endpoint failed and was closed", cause);
    }

    /** Closes a session while a method of its endpoint may run. */
    void closeApart(HostConnection connection, CloseReason reason) {
        try {
            completions.execute(() -> connection.close(reason));
        } catch (RejectedExecutionException e) {
            connection.endSoon(Ending.FAILED);
        }
    }

    /** Closes all with 1001, then ends what is left, and the threads. */
    void close() {
        closing = true;
        CloseReason leaving = new CloseReason(CloseCodes.GOING_AWAY, "");
        open.forEach(connection -> closeApart(connection, leaving));
        await(gateway.closeTimeout().plus(MARGIN));
        open.forEach(connection -> connection.endSoon(Ending.STOPPED));
        await(MARGIN);
        pool.shutdown();
        completions.shutdown();
    }

    private synchronized void await(Duration most) {
        long deadline = System.nanoTime() + most.toNanos();
        while (!open.isEmpty()) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return;
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
