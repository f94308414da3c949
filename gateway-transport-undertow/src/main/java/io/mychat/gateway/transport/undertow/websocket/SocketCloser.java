package io.mychat.gateway.transport.undertow.websocket;

import io.mychat.gateway.transport.common.websocket.SafeLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;

/**
 * Closes sockets on a separate thread, with or without TLS. On an I/O thread, XNIO's close runs {@code selectNow} once for each
 * connection, so many clients that leave at once would delay all others. On another thread it only cancels the key, and
 * the selector removes many keys in its next round.
 *
 * <p>The thread takes the whole list at once, so it is woken only for the first of many connections. One lock guards
 * the list.
 */
final class SocketCloser {

    private static final long PAUSE_NANOS = 10_000_000;

    private final SafeLog failures;
    private final Object lock = new Object();
    private List<StreamConnection> waiting = new ArrayList<>();
    private boolean stopping;
    /** Whether the thread takes nothing any more. */
    private boolean ended;

    private final AtomicInteger unclosed = new AtomicInteger();
    private final Thread thread = new Thread(this::run, "mychat-websocket-closer");

    SocketCloser(SafeLog failures) {
        this.failures = failures;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Closes a connection that no I/O thread uses any longer; at once when the thread has ended. */
    void close(StreamConnection connection) {
        synchronized (lock) {
            if (!ended) {
                waiting.add(connection);
                unclosed.incrementAndGet();
                if (waiting.size() == 1) {
                    lock.notifyAll();
                }
                return;
            }
            unclosed.incrementAndGet();
        }
        closeNow(connection);
    }

    /** The number of connections that wait to be closed. */
    int waiting() {
        return unclosed.get();
    }

    /** Closes the queued connections and ends the thread; waits at most {@code millis} for both. */
    void stop(long millis) {
        synchronized (lock) {
            stopping = true;
            lock.notifyAll();
        }
        try {
            thread.join(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (true) {
            try {
                List<StreamConnection> batch = take();
                if (batch.isEmpty()) {
                    return;
                }
                batch.forEach(this::closeNow);
            } catch (RuntimeException | Error e) { // tried again at the next turn
                failures.error("Sockets could not be closed now and are closed later", e);
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /** Never throws, because no other thread closes sockets. */
    private void closeNow(StreamConnection connection) {
        try {
            IoUtils.safeClose(connection);
        } catch (RuntimeException | Error e) { // the other sockets are closed
            failures.error("A socket could not be closed", e);
        } finally {
            unclosed.decrementAndGet();
        }
    }

    /** Waits for connections to close; an empty list means that the thread has to end. */
    private List<StreamConnection> take() {
        synchronized (lock) {
            while (waiting.isEmpty() && !stopping) {
                try {
                    lock.wait();
                } catch (InterruptedException e) {
                    // Only stop() ends this thread; otherwise sockets would stay open.
                }
            }
            List<StreamConnection> next =
                    new ArrayList<>(); // allocated first, so that an OutOfMemoryError loses nothing
            List<StreamConnection> batch = waiting;
            ended = batch.isEmpty();
            waiting = next;
            return batch;
        }
    }
}
