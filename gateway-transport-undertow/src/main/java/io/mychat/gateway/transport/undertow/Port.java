package io.mychat.gateway.transport.undertow;

import io.mychat.gateway.spi.transport.ConnectionGate;
import io.mychat.gateway.spi.transport.ConnectionGate.PortKind;
import io.mychat.gateway.transport.undertow.accept.ConnectionOpener;
import io.mychat.gateway.transport.undertow.accept.RefusalCounts;
import io.mychat.gateway.transport.undertow.http.AdmissionHandler;
import io.undertow.UndertowOptions;
import io.undertow.protocols.ssl.UndertowXnioSsl;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.HttpHandler;
import io.undertow.server.protocol.http.HttpOpenListener;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.xnio.ChannelListener;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Sequence;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;

/**
 * A bound port that speaks HTTP/1.1, with TLS where the settings have it. Those who own it call {@link #reopen()} and {@link
 * #close()} one after the other.
 */
final class Port {

    private static final int BACKLOG = 4096;
    /** What a rewritten request target may add to a head. */
    private static final int REWRITE_FACTOR = 3;

    private static final int HTTP_BUFFER_BYTES = 16384;

    private final Listening listening;
    private final InetSocketAddress address;
    private final HttpOpenListener http;
    private final DefaultByteBufferPool buffers;
    private volatile AcceptingChannel<? extends StreamConnection> channel;

    /**
     * What a connection passes before it speaks HTTP.
     *
     * @param refusals counts requests that are refused there
     */
    record Entrance(PortKind port, ConnectionGate gate, RefusalCounts refusals) {}

    /** Binds an address and accepts. */
    private interface Listening {
        AcceptingChannel<? extends StreamConnection> on(InetSocketAddress address) throws IOException;
    }

    private Port(Listening listening, InetSocketAddress wanted, HttpOpenListener http, DefaultByteBufferPool buffers)
            throws IOException {
        this.listening = listening;
        this.http = http;
        this.buffers = buffers;
        this.channel = listening.on(wanted);
        this.address = channel.getLocalAddress(InetSocketAddress.class);
    }

    /**
     * Binds and accepts.
     *
     * @param handler answers requests of connections that have been admitted
     */
    static Port bind(
            InetSocketAddress wanted,
            UndertowSettings settings,
            XnioWorker worker,
            HttpHandler handler,
            Entrance entrance)
            throws IOException {
        int timeout = (int) settings.requestTimeout().toMillis();
        DefaultByteBufferPool buffers = new DefaultByteBufferPool(true, HTTP_BUFFER_BYTES, -1, 4);
        HttpOpenListener http = new HttpOpenListener(
                buffers,
                OptionMap.builder()
                        .set(UndertowOptions.NO_REQUEST_TIMEOUT, timeout)
                        .set(UndertowOptions.REQUEST_PARSE_TIMEOUT, timeout)
                        .set(
                                UndertowOptions.MAX_HEADER_SIZE,
                                REWRITE_FACTOR * settings.head().bytes())
                        .set(UndertowOptions.MAX_HEADERS, settings.head().fields() + 1)
                        .set(UndertowOptions.MAX_PARAMETERS, settings.head().bytes())
                        .getMap());
        http.setRootHandler(new AdmissionHandler(handler));
        OptionMap options = OptionMap.builder()
                .set(Options.TCP_NODELAY, true)
                .set(Options.KEEP_ALIVE, true)
                .set(Options.REUSE_ADDRESSES, true)
                .set(Options.BACKLOG, BACKLOG)
                .getMap();
        ChannelListener<StreamConnection> opened =
                new ConnectionOpener(entrance.port(), entrance.gate(), terms(settings), entrance.refusals(), http);
        try {
            return new Port(address -> accepting(listen(address, worker, opened, options)), wanted, http, buffers);
        } catch (IOException e) {
            buffers.close();
            throw named(wanted, e);
        }
    }

    private static AcceptingChannel<? extends StreamConnection> accepting(
            AcceptingChannel<? extends StreamConnection> channel) {
        channel.resumeAccepts();
        return channel;
    }

    private static BindException named(InetSocketAddress wanted, IOException cause) {
        BindException named = new BindException(
                "cannot listen on " + wanted.getHostString() + ":" + wanted.getPort() + ": " + cause.getMessage());
        named.initCause(cause);
        return named;
    }

    private static ConnectionOpener.Terms terms(UndertowSettings settings) {
        UndertowXnioSsl tls = settings.tls() == null
                ? null
                : new UndertowXnioSsl(
                        Xnio.getInstance(Port.class.getClassLoader()),
                        OptionMap.create(Options.USE_DIRECT_BUFFERS, true),
                        settings.tls());
        OptionMap options = OptionMap.create(Options.SSL_ENABLED_PROTOCOLS, Sequence.of("TLSv1.3", "TLSv1.2"));
        return new ConnectionOpener.Terms(tls, options, settings.head(), settings.requestTimeout());
    }

    private static AcceptingChannel<? extends StreamConnection> listen(
            InetSocketAddress wanted, XnioWorker worker, ChannelListener<StreamConnection> open, OptionMap options)
            throws IOException {
        InetSocketAddress address =
                new InetSocketAddress(InetAddress.getByName(wanted.getHostString()), wanted.getPort());
        ChannelListener<AcceptingChannel<StreamConnection>> accept = ChannelListeners.openListenerAdapter(open);
        return worker.createStreamConnectionServer(address, accept, options);
    }

    InetSocketAddress address() {
        return address;
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    /** Binds the same address once more, after its socket has been closed by something else than this port. */
    void reopen() throws IOException {
        if (!isOpen()) {
            try {
                channel = listening.on(address);
            } catch (IOException e) {
                throw named(address, e);
            }
        }
    }

    /** Accepts nothing more. */
    void stopAccepting() {
        IoUtils.safeClose(channel);
    }

    /** Ends the connections that still speak HTTP. */
    void close() {
        stopAccepting();
        http.closeConnections();
        buffers.close();
    }
}
