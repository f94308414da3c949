package io.mychat.gateway.transport.undertow.websocket;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;

/**
 * Closes sockets on a thread of its own. XNIO's close runs {@code selectNow} when it is called on the I/O thread, once for
 * each connection: a crowd that leaves at once would stall everybody else. From another thread it only cancels the
 * key, and the selector clears up many of them in its next round.
 */
final class Closer {

    private final BlockingQueue<StreamConnection> queue = new LinkedBlockingQueue<>();
    private final Thread thread = new Thread(this::run, "mychat-websocket-closer");
    private volatile boolean stopping;

    Closer() {
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Closes a connection that no I/O thread uses any more. */
    void close(StreamConnection connection) {
        queue.add(connection);
    }

    /** How many connections wait to be closed. */
    int waiting() {
        return queue.size();
    }

    /** Closes what is queued, then ends the thread; waits for both, {@code millis} at most. */
    void stop(long millis) {
        stopping = true;
        thread.interrupt();
        try {
            thread.join(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!stopping) {
            try {
                IoUtils.safeClose(queue.take());
            } catch (InterruptedException e) {
                // stop() only wakes the thread up
            }
        }
        for (StreamConnection last = queue.poll(); last != null; last = queue.poll()) {
            IoUtils.safeClose(last);
        }
    }
}
