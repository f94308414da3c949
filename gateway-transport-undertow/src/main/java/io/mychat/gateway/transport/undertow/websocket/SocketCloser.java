package io.mychat.gateway.transport.undertow.websocket;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;

/**
 * Closes sockets on a thread of its own. XNIO's close runs {@code selectNow} when it is called on the I/O thread, once for
 * each connection: a crowd that leaves at once would stall everybody else. From another thread it only cancels the
 * key, and the selector clears up many of them in its next round.
 *
 * <p>The thread takes everything that waits at once, so that it is woken for the first of a crowd and not for each. One
 * lock guards the list.
 */
final class SocketCloser {

    private static final Logger LOG = LoggerFactory.getLogger(SocketCloser.class);

    private static final long PAUSE_NANOS = 10_000_000;

    private final Object lock = new Object();
    private List<StreamConnection> waiting = new ArrayList<>();
    private boolean stopping;

    private final AtomicInteger unclosed = new AtomicInteger();
    private final Thread thread = new Thread(this::run, "mychat-websocket-closer");

    SocketCloser() {
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Closes a connection that no I/O thread uses any more. */
    void close(StreamConnection connection) {
        synchronized (lock) {
            waiting.add(connection);
            unclosed.incrementAndGet();
            if (waiting.size() == 1) {
                lock.notifyAll();
            }
        }
    }

    /** How many connections wait to be closed. */
    int waiting() {
        return unclosed.get();
    }

    /** Closes what is queued, then ends the thread; waits for both, {@code millis} at most. */
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
            } catch (RuntimeException | Error e) {
                SafeLog.error(LOG, "Sockets are closed later", e);
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /** Throws nothing: the thread is the only one that closes. */
    private void closeNow(StreamConnection connection) {
        try {
            IoUtils.safeClose(connection);
        } catch (RuntimeException | Error e) {
            SafeLog.error(LOG, "A socket could not be closed", e);
        } finally {
            unclosed.decrementAndGet();
        }
    }

    /** Waits for connections to close; none: it is time to end. */
    private List<StreamConnection> take() {
        synchronized (lock) {
            while (waiting.isEmpty() && !stopping) {
                try {
                    lock.wait();
                } catch (InterruptedException e) {
                    // Only stop() ends this thread: what is open would stay open.
                }
            }
            List<StreamConnection> next = new ArrayList<>(); // first: without memory nothing may be lost
            List<StreamConnection> batch = waiting;
            waiting = next;
            return batch;
        }
    }
}
