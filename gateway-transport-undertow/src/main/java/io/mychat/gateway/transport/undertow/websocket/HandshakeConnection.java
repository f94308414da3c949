package io.mychat.gateway.transport.undertow.websocket;

import java.io.IOException;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.Option;
import org.xnio.StreamConnection;

/**
 * What Undertow's HTTP layer gets to see of a connection. It hangs its listeners and its request state on this object,
 * and {@link #detach()} drops all of that without closing the socket: an open WebSocket then costs what XNIO needs and
 * what we add, nothing of its handshake.
 *
 * <p>Used on the connection's I/O thread.
 */
final class HandshakeConnection extends StreamConnection {

    private final StreamConnection raw;
    private final CloseLink link;
    private boolean detached;

    HandshakeConnection(StreamConnection raw) {
        super(raw.getIoThread());
        this.raw = raw;
        this.link = new CloseLink(this);
        setSourceConduit(raw.getSourceChannel().getConduit());
        setSinkConduit(raw.getSinkChannel().getConduit());
        raw.setCloseListener(link);
    }

    /** Ends the HTTP layer's part as if the connection were closed, and returns the connection, which stays open. */
    StreamConnection detach() {
        detached = true;
        link.target = null;
        IoUtils.safeClose(this);
        return raw;
    }

    @Override
    protected void closeAction() throws IOException {
        if (!detached) {
            raw.close();
        }
    }

    @Override
    protected void notifyReadClosed() {}

    @Override
    protected void notifyWriteClosed() {}

    @Override
    public boolean isOpen() {
        return super.isOpen() && raw.isOpen();
    }

    @Override
    public boolean isReadShutdown() {
        return super.isReadShutdown() || raw.isReadShutdown();
    }

    @Override
    public boolean isWriteShutdown() {
        return super.isWriteShutdown() || raw.isWriteShutdown();
    }

    @Override
    public SocketAddress getPeerAddress() {
        return raw.getPeerAddress();
    }

    @Override
    public SocketAddress getLocalAddress() {
        return raw.getLocalAddress();
    }

    @Override
    public boolean supportsOption(Option<?> option) {
        return raw.supportsOption(option);
    }

    @Override
    public <T> T getOption(Option<T> option) throws IOException {
        return raw.getOption(option);
    }

    @Override
    public <T> T setOption(Option<T> option, T value) throws IOException {
        return raw.setOption(option, value);
    }

    /** XNIO never forgets a close listener; this one can be emptied. */
    private static final class CloseLink implements ChannelListener<StreamConnection> {

        private @Nullable HandshakeConnection target;

        CloseLink(HandshakeConnection target) {
            this.target = target;
        }

        @Override
        public void handleEvent(StreamConnection closed) {
            if (target != null) {
                IoUtils.safeClose(target);
            }
        }
    }
}
