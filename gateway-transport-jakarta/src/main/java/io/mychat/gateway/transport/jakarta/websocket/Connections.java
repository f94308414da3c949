package io.mychat.gateway.transport.jakarta.websocket;

import io.mychat.gateway.spi.event.RateLimitedLogs;
import io.mychat.gateway.spi.threads.DaemonThreadPool;
import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.ConnectionListener;
import io.mychat.gateway.spi.transport.WebSocketSettings;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All open connections of one transport, and their shared resources. Thread-safe. */
public final class Connections {

    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final long CLOSE_MILLIS = 5000;

    private final ConnectionListener listener;
    private final ConnectionLimits limits;
    private final Set<ContainerConnection> open = ConcurrentHashMap.newKeySet();
    private final DaemonThreadPool blockingCalls;
    private final RateLimitedLogs failures;
    private final LongAdder accepted = new LongAdder();
    private final LongAdder invalid = new LongAdder();
    private volatile boolean closed;

    /**
     * @param readAheadBytes input that a connection keeps while receiving is suspended
     * @param threads threads for calls of containers that may block: pings and closes
     */
    public Connections(
            WebSocketSettings settings, ConnectionListener listener, int readAheadBytes, int threads, TimeSource time) {
        this.listener = listener;
        this.limits = ConnectionLimits.of(settings, readAheadBytes, time);
        this.blockingCalls = new DaemonThreadPool("mychat-jakarta-closer", threads, IDLE);
        this.failures = new RateLimitedLogs(LOG::error, time);
    }

    ConnectionListener listener() {
        return listener;
    }

    ConnectionLimits limits() {
        return limits;
    }

    boolean isClosed() {
        return closed;
    }

    void handshakeAccepted() {
        accepted.increment();
    }

    void handshakeInvalid() {
        invalid.increment();
    }

    /** Open connections. */
    public int open() {
        return open.size();
    }

    /** Accepted handshakes. */
    public long accepted() {
        return accepted.sum();
    }

    /** Requests that were no valid handshake. */
    public long invalid() {
        return invalid.sum();
    }

    /** Pings and closes that wait for a thread. */
    public int waitingCalls() {
        return blockingCalls.getQueue().size();
    }

    void add(ContainerConnection connection) {
        open.add(connection);
        if (closed) {
            connection.abandonAtStop();
        }
    }

    void remove(ContainerConnection connection) {
        open.remove(connection);
    }

    /**
     * Runs a call of the container that may block.
     *
     * @return false when there is no thread for it
     */
    boolean offload(Runnable call) {
        try {
            blockingCalls.execute(call);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /**
     * Logs a failure of a single connection.
     *
     * @param message a constant
     */
    void failed(String message, Throwable cause) {
        failures.of(message).log(message, cause);
    }

    /** Logs that the listener has chosen a subprotocol that a client does not offer. */
    void unofferedSubprotocol(String subprotocol) {
        failures.of("The listener chose a subprotocol that the client does not offer")
                .log("The listener chose a subprotocol that the client does not offer: " + subprotocol);
    }

    /** Ends all connections, and waits a moment until the container has closed them. */
    public void close() {
        closed = true;
        open.forEach(ContainerConnection::abandonAtStop);
        blockingCalls.shutdown();
        try {
            if (!blockingCalls.awaitTermination(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
                LOG.warn("The container does not close all WebSocket sessions in time");
                blockingCalls.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
