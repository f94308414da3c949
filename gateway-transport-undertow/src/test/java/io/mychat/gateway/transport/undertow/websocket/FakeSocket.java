package io.mychat.gateway.transport.undertow.websocket;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;
import org.xnio.Option;
import org.xnio.StreamConnection;
import org.xnio.XnioIoThread;

/** A connection without a network. */
final class FakeSocket extends StreamConnection {

    final FakeSink sink;
    volatile boolean closed;

    /** Whether it cannot even be named in a log. */
    volatile boolean unspeakable;

    FakeSocket(XnioIoThread thread) {
        super(thread);
        sink = new FakeSink(thread);
        setSinkConduit(sink);
        setSourceConduit(new FakeSource(thread));
    }

    /** The name of the thread that has closed it. */
    volatile String closedBy = "";

    @Override
    protected void closeAction() {
        closedBy = Thread.currentThread().getName();
        closed = true;
    }

    @Override
    protected void notifyReadClosed() {}

    @Override
    protected void notifyWriteClosed() {}

    @Override
    public SocketAddress getPeerAddress() {
        return new InetSocketAddress(0);
    }

    @Override
    public SocketAddress getLocalAddress() {
        return new InetSocketAddress(0);
    }

    @Override
    public boolean supportsOption(Option<?> option) {
        return false;
    }

    @Override
    public <T> @Nullable T getOption(Option<T> option) {
        return null;
    }

    @Override
    public <T> @Nullable T setOption(Option<T> option, T value) {
        return null;
    }

    @Override
    public String toString() {
        if (unspeakable) {
            throw new LinkageError("a test's unspeakable socket");
        }
        return "a test's socket";
    }
}
