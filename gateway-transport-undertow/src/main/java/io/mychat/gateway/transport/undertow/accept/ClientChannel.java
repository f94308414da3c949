package io.mychat.gateway.transport.undertow.accept;

import io.mychat.gateway.spi.transport.ConnectionGate;
import io.mychat.gateway.transport.common.request.HeadLimits;
import io.mychat.gateway.transport.common.request.RefusalCounts;
import io.mychat.gateway.transport.common.request.RequestRefusal;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.Option;
import org.xnio.StreamConnection;
import org.xnio.conduits.StreamSinkConduit;
import org.xnio.ssl.SslConnection;

/**
 * The view of a connection that Undertow's HTTP layer gets. Requests pass the {@link RequestGuard} first. Undertow
 * attaches its listeners and request state to this object; {@link #detach()} drops them without closing the socket, so
 * that an open WebSocket keeps no memory of its handshake.
 *
 * <p>Used on the I/O thread of the connection, except for {@link #close()}.
 */
public final class ClientChannel extends StreamConnection {

    /** The refusal when Undertow rejects a request that the guard has passed; Undertow gives no reason. */
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
     * @param raw the TCP or TLS connection
     * @param reads the reads from the TCP connection
     * @param peer the other end, or the client that its PROXY header has named
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

    /** The channel of an exchange; null when the connection did not pass {@link ConnectionOpener}. */
    public static @Nullable ClientChannel of(HttpServerExchange exchange) {
        return exchange.getConnection() instanceof HttpServerConnection http
                        && http.getChannel() instanceof ClientChannel channel
                ? channel
                : null;
    }

    /** The registration of the connection. */
    public ConnectionGate.Entry entry() {
        return entry;
    }

    /** Counts a refusal that another class has answered. */
    public void refused(String error) {
        refusals.count(error);
    }

    /** Whether the socket is closed lazily because the client owes bytes; reads fail from now on. */
    public void abortRequest() {
        guard.abort();
    }

    /** Whether the connection uses TLS. */
    public boolean isTls() {
        return raw instanceof SslConnection;
    }

    /** The certificate that the client has shown and the TLS handshake has verified. */
    public Optional<X509Certificate> clientCertificate() {
        if (raw instanceof SslConnection secured) {
            try {
                Certificate[] chain = secured.getSslSession().getPeerCertificates();
                return chain.length > 0 && chain[0] instanceof X509Certificate own
                        ? Optional.of(own)
                        : Optional.empty();
            } catch (SSLPeerUnverifiedException e) {
                return Optional.empty(); // the client has shown none
            }
        }
        return Optional.empty();
    }

    /** Reports that the first request head is complete, so that the connection is no longer treated as new. */
    public void requestArrived() {
        reads.end();
    }

    /** Detaches the HTTP layer as if the connection were closed, and returns the open connection. */
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

    /** The bytes that the client has sent after its request. */
    public byte[] takeRest() {
        return guard.takeRest();
    }

    private void refuse(RequestRefusal refusal) {
        refusals.count(refusal.error());
        ByteBuffer response = ByteBuffer.wrap(refusal.response(guard.isHead()));
        StreamSinkConduit sink = raw.getSinkChannel().getConduit();
        try {
            while (response.hasRemaining() && sink.write(response) > 0) {
                // A response of a few hundred bytes always fits into an unused socket.
            }
            sink.flush();
        } catch (IOException e) {
            // The peer has closed the connection.
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

    /** A close listener that can be cleared, because XNIO never removes one. */
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
