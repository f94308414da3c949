package io.mychat.gateway.transport.undertow.websocket;

import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.WebSocketSettings;
import io.mychat.gateway.transport.common.deflate.CompressionSettings;
import io.mychat.gateway.transport.common.websocket.ByteStream;
import io.mychat.gateway.transport.common.websocket.Connections;
import io.mychat.gateway.transport.common.websocket.IoLoop;
import io.mychat.gateway.transport.common.websocket.SocketStats;
import java.util.concurrent.RejectedExecutionException;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.XnioIoThread;

/** The connections of one transport on XNIO, with the thread that closes their sockets. Thread-safe. */
public final class XnioConnections {

    private static final long CLOSE_MILLIS = 5000;

    private final Connections all;
    private final boolean tls;
    private final SocketCloser socketCloser;

    private XnioConnections(Connections all, boolean tls) {
        this.all = all;
        this.tls = tls;
        this.socketCloser = new SocketCloser(all.failures());
    }

    /** Starts the shared resources; {@link #close()} ends them. */
    public static XnioConnections start(
            WebSocketSettings settings, boolean tls, TimeSource time, CompressionSettings compression) {
        XnioConnections connections = new XnioConnections(Connections.of(settings, time, compression), tls);
        connections.socketCloser.start();
        return connections;
    }

    Connections all() {
        return all;
    }

    boolean isTls() {
        return tls;
    }

    IoLoop loop(XnioIoThread thread) {
        return all.loop(new XnioLoopThread(thread));
    }

    ByteStream stream(StreamConnection raw) {
        return new XnioStream(this, raw);
    }

    /** Closes the socket of an ended connection. Called on its I/O thread. */
    void release(StreamConnection raw) {
        if (tls) {
            closeBehindTasks(raw);
        } else {
            closeSoon(raw);
        }
    }

    /** The TLS layer may have tasks on this thread; behind them it leaves its buffers alone, and has a lock for them. */
    private void closeBehindTasks(StreamConnection raw) {
        try {
            raw.getIoThread().execute(() -> closeSoon(raw));
        } catch (RejectedExecutionException e) {
            closeSoon(raw); // the thread is ending
        } catch (Error e) { // without memory for the task
            IoUtils.safeClose(raw);
            throw e;
        }
    }

    private void closeSoon(StreamConnection raw) {
        try {
            socketCloser.close(raw);
        } catch (Error e) { // without memory for the closer's list
            IoUtils.safeClose(raw);
            throw e;
        }
    }

    /** The current figures. */
    public SocketStats numbers() {
        return all.numbers().withClosing(socketCloser.waiting());
    }

    /** Ends the connections whose I/O thread has died. Callable from any thread. */
    public void endThoseWithoutThread() {
        all.endThoseWithoutThread();
    }

    /**
     * Ends all connections without a close handshake and waits until their sockets are closed. Not callable on an I/O
     * thread.
     */
    public void close() {
        all.close();
        socketCloser.stop(CLOSE_MILLIS);
    }
}
