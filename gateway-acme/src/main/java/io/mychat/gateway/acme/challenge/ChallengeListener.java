package io.mychat.gateway.acme.challenge;

import io.mychat.gateway.spi.threads.DaemonThreadPool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A TCP port that answers challenges (RFC 8555, 8.3) in plain HTTP, and 404 to everything else. It belongs to strangers,
 * so it has little to give: one request for each connection, a bounded number of connections, of which the oldest is
 * closed for a new one, and a bounded number of new ones each second; the kernel keeps the others waiting.
 *
 * <p>It is a server of its own because the gateway's transports speak TLS on all ports. Thread-safe: this object's lock
 * guards the open connections.
 */
public final class ChallengeListener implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ChallengeListener.class);
    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final long SECOND = 1_000_000_000L;
    private static final long FAILURE_PAUSE_MS = 100;

    private final ServerSocket port;
    private final Bounds bounds;
    private final ChallengeFiles answers;
    private final DaemonThreadPool workers;
    private final ArrayDeque<Socket> open = new ArrayDeque<>();
    private final LongAdder answered = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder evicted = new LongAdder();
    private volatile boolean closed;

    /**
     * What strangers may use up.
     *
     * @param connections the most that are open at a time
     * @param perSecond the most that are accepted in a second
     * @param timeout for a whole request
     */
    public record Bounds(int connections, int perSecond, Duration timeout) {}

    private ChallengeListener(ServerSocket port, Bounds bounds, ChallengeFiles answers) {
        this.port = port;
        this.bounds = bounds;
        this.answers = answers;
        // One more for the port; evicted connections hold their threads for a moment.
        this.workers = new DaemonThreadPool("gateway-acme-http", 2 * bounds.connections() + 1, IDLE);
    }

    /**
     * Binds the port and begins to answer.
     *
     * @throws IOException when the port cannot be bound
     */
    public static ChallengeListener open(InetSocketAddress address, Bounds bounds, ChallengeFiles answers)
            throws IOException {
        ServerSocket port = new ServerSocket();
        try {
            port.setReuseAddress(true);
            port.bind(address, bounds.connections());
            ChallengeListener listener = new ChallengeListener(port, bounds, answers);
            listener.workers.execute(listener::accept);
            return listener;
        } catch (IOException | RejectedExecutionException e) {
            port.close();
            throw e;
        }
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(port.getInetAddress(), port.getLocalPort());
    }

    private void accept() {
        long second = System.nanoTime();
        int inSecond = 0;
        while (!closed) {
            try {
                if (++inSecond > bounds.perSecond()) {
                    sleep(SECOND - (System.nanoTime() - second));
                }
                if (System.nanoTime() - second >= SECOND) {
                    second = System.nanoTime();
                    inSecond = 0;
                }
                Socket client = port.accept();
                admit(client);
                workers.execute(() -> serve(client));
            } catch (RejectedExecutionException | IOException e) {
                if (!closed) {
                    // Too many open files, or no thread: the next moment may be better.
                    log.debug("A connection to the port for challenges is lost", e);
                    closeOldest();
                    sleep(FAILURE_PAUSE_MS * 1_000_000);
                }
            }
        }
    }

    @SuppressWarnings("ThreadSleep") // paces real sockets, which no injected time moves
    private void sleep(long nanos) {
        try {
            Thread.sleep(Math.max(0, nanos) / 1_000_000 + 1);
        } catch (InterruptedException e) {
            closed = true;
            Thread.currentThread().interrupt();
        }
    }

    private void admit(Socket client) {
        synchronized (this) {
            if (open.size() >= bounds.connections()) {
                evicted.increment();
                closeOldest();
            }
            open.addLast(client);
        }
    }

    private void serve(Socket client) {
        try (client) {
            ChallengeExchange exchange = new ChallengeExchange(client, bounds.timeout());
            boolean found = exchange.answer(answers::find);
            (found ? answered : refused).increment();
        } catch (IOException e) {
            refused.increment();
            log.trace("A client of the port for challenges is gone", e);
        } finally {
            forget(client);
        }
    }

    private synchronized void forget(Socket client) {
        open.remove(client);
    }

    private synchronized void closeOldest() {
        Socket oldest = open.pollFirst();
        if (oldest != null) {
            close(oldest);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            log.trace("A socket is closed already", e);
        }
    }

    /** Requests that got the answer to a challenge. */
    public long answered() {
        return answered.sum();
    }

    /** Requests that got 404 or 400, or were cut off. */
    public long refused() {
        return refused.sum();
    }

    /** Connections that were closed for new ones. */
    public long evicted() {
        return evicted.sum();
    }

    /** Connections that are open now. */
    public synchronized int connections() {
        return open.size();
    }

    @Override
    public void close() {
        closed = true;
        try {
            port.close();
        } catch (IOException e) {
            log.debug("The port for challenges could not be closed", e);
        }
        synchronized (this) {
            open.forEach(ChallengeListener::close);
        }
        workers.shutdownNow();
    }

    /** All addresses when the host is empty. */
    public static InetSocketAddress address(String host, int port) {
        return host.isEmpty() ? new InetSocketAddress((InetAddress) null, port) : new InetSocketAddress(host, port);
    }
}
