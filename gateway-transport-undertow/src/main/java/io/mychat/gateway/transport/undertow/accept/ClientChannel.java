package io.mychat.gateway.transport.undertow.accept;

import io.mychat.gateway.spi.transport.ConnectionGate;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.Option;
import org.xnio.StreamConnection;
import org.xnio.conduits.StreamSinkConduit;
import org.xnio.ssl.SslConnection;

/**
 * What Undertow's HTTP layer gets to see of a connection. Requests pass the {@link RequestGuard} first. Undertow hangs its
 * listeners and its request state on this object, and {@link #detach()} drops all of that without closing the socket: an open
 * WebSocket then costs what XNIO needs and what we add, nothing of its handshake.
 *
 * <p>Used on the connection's I/O thread, but for {@link #close()}.
 */
public final class ClientChannel extends StreamConnection {

    /** What Undertow finds wrong with a request that the guard has let pass, it does not say. */
    private static final RequestRefusal NO_REASON =
            RequestRefusal.badRequest("bad_request", "The request is malformed.");

    private final StreamConnection raw;
    private final InetSocketAddress peer;
    private final ConnectionGate.Entry entry;
    private final RefusalCounts refusals;
    private final PacedReads reads;
    private final RequestGuard guard;
    private final CloseLink link;
    private volatile boolean detached;

    /**
     * The rules for requests.
     *
     * @param refusals counts the refused ones
     */
    record Rules(HeadLimits limits, RefusalCounts refusals) {}

    /**
     * @param raw the TCP connection, or the TLS on it
     * @param reads the reads from the TCP connection
     * @param peer who is at the other end, or whom the proxy there has announced
     */
    ClientChannel(
            StreamConnection raw, PacedReads reads, InetSocketAddress peer, ConnectionGate.Entry entry, Rules rules) {
        super(raw.getIoThread());
        this.raw = raw;
        this.peer = peer;
        this.entry = entry;
        this.reads = reads;
        this.refusals = rules.refusals();
        this.link = new CloseLink(this);
        this.guard = new RequestGuard(raw.getSourceChannel().getConduit(), rules.limits(), entry, this::refuse);
        setSourceConduit(guard);
        setSinkConduit(new ParserRefusals(raw.getSinkChannel().getConduit(), () -> refuse(NO_REASON)));
        raw.setCloseListener(link);
    }

    /** The channel of an exchange; null where a connection has not come through {@link ConnectionOpener}. */
    public static @Nullable ClientChannel of(HttpServerExchange exchange) {
        return exchange.getConnection() instanceof HttpServerConnection http
                        && http.getChannel() instanceof ClientChannel channel
                ? channel
                : null;
    }

    /** The connection's place. */
    public ConnectionGate.Entry entry() {
        return entry;
    }

    /** Counts a refusal that was answered elsewhere. */
    public void refused(String error) {
        refusals.count(error);
    }

    /** Whether the socket is closed lazily because the client owes bytes; reads fail from now on. */
    public void abortRequest() {
        guard.abort();
    }

    /** Whether the bytes come through TLS. */
    public boolean isTls() {
        return raw instanceof SslConnection;
    }

    /** Tells that a whole request head has come: the connection is no newcomer any more. */
    public void requestArrived() {
        reads.end();
    }

    /** Ends the HTTP layer's part as if the connection were closed, and returns the connection, which stays open. */
    public StreamConnection detach() {
        detached = true;
        link.target = null;
        if (!isTls()) {
            raw.getSourceChannel()
                    .setConduit(reads.socket()); // an open WebSocket pays for nothing that it does not use
        }
        IoUtils.safeClose(this);
        return raw;
    }

    /** What the client has sent behind its request. */
    public byte[] takeRest() {
        return guard.takeRest();
    }

    private void refuse(RequestRefusal refusal) {
        refusals.count(refusal.error());
        ByteBuffer response = ByteBuffer.wrap(refusal.response());
        StreamSinkConduit sink = raw.getSinkChannel().getConduit();
        try {
            while (response.hasRemaining() && sink.write(response) > 0) {
                // A response of a few hundred bytes finds room in a socket that nothing was written to.
            }
            sink.flush();
        } catch (IOException e) {
            // The peer is gone.
        }
    }

    @Override
    protected void closeAction() throws IOException {
        if (detached) {
            return;
        }
        if (raw.isOpen() && guard.owesBytes()) {
            LingeringClose.start(raw);
        } else {
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
        return peer;
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

        private @Nullable ClientChannel target;

        CloseLink(ClientChannel target) {
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
