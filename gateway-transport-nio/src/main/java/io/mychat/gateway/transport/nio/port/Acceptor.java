package io.mychat.gateway.transport.nio.port;

import io.mychat.gateway.spi.event.RateLimitedLog;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts the connections of one port on a thread of its own, so that no I/O thread does. A failure, such as a lack of file
 * descriptors, costs a pause and not the port.
 */
final class Acceptor {

    private static final Logger LOG = LoggerFactory.getLogger(Acceptor.class);
    private static final long PAUSE_NANOS = 50_000_000;

    private final ServerSocketChannel socket;
    private final Consumer<SocketChannel> opened;
    private final RateLimitedLog failures = RateLimitedLog.inSystemTime(LOG::warn);
    private final Thread thread;

    /** @param opened takes over each connection; must not throw */
    Acceptor(ServerSocketChannel socket, String name, Consumer<SocketChannel> opened) {
        this.socket = socket;
        this.opened = opened;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    boolean isAccepting() {
        return thread.isAlive() && socket.isOpen();
    }

    /** Closes the port, and waits until no further connection comes. */
    void stop(long millis) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("A port could not be closed", e);
        }
        try {
            thread.join(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (socket.isOpen()) {
            try {
                opened.accept(socket.accept());
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) { // the port stays
                failures.log("A connection could not be accepted: " + e.getMessage());
                LockSupport.parkNanos(PAUSE_NANOS);
            } catch (RuntimeException | Error e) { // as above
                failures.log("A connection could not be accepted", e);
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }
}
