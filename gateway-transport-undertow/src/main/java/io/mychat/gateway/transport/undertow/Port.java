package io.mychat.gateway.transport.undertow;

import io.mychat.gateway.spi.transport.AddressText;
import io.mychat.gateway.spi.transport.ConnectionGate;
import io.mychat.gateway.spi.transport.ConnectionGate.PortKind;
import io.mychat.gateway.transport.common.TcpSettings;
import io.mychat.gateway.transport.common.TransportSettings;
import io.mychat.gateway.transport.common.request.RefusalCounts;
import io.mychat.gateway.transport.common.tls.ServerTls;
import io.mychat.gateway.transport.undertow.accept.ConnectionOpener;
import io.mychat.gateway.transport.undertow.accept.Pacing;
import io.mychat.gateway.transport.undertow.http.AdmissionHandler;
import io.mychat.gateway.transport.undertow.tls.TlsLayer;
import io.undertow.UndertowOptions;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.HttpHandler;
import io.undertow.server.protocol.http.HttpOpenListener;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.locks.LockSupport;
import org.xnio.ChannelListener;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.StreamConnection;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;

/**
 * A bound port for HTTP/1.1, with TLS according to the settings. The owner does not call {@link #reopen} and
 * {@link #close()} at the same time.
 */
final class Port {

    /** The largest growth of a head by rewriting its request target. */
    private static final int REWRITE_FACTOR = 3;

    private static final int HTTP_BUFFER_BYTES = 16384;
    private static final long CLOSE_MILLIS = 2000;
    private static final int REOPEN_TRIES = 20;
    private static final long REOPEN_PAUSE_NANOS = 25_000_000;

    private final Listening listening;
    private final InetSocketAddress address;
    private final HttpOpenListener http;
    private final DefaultByteBufferPool buffers;
    private volatile AcceptingChannel<? extends StreamConnection> channel;
    private volatile XnioWorker worker;

    /**
     * The checks of a connection before HTTP.
     *
     * @param refusals counts the refused requests
     */
    record Entrance(PortKind port, ConnectionGate gate, RefusalCounts refusals, Pacing pacing) {}

    /** Binds an address and starts to accept. */
    private interface Listening {
        AcceptingChannel<? extends StreamConnection> on(InetSocketAddress address, XnioWorker worker)
                throws IOException;
    }

    private Port(
            Listening listening,
            InetSocketAddress wanted,
            XnioWorker worker,
            HttpOpenListener http,
            DefaultByteBufferPool buffers)
            throws IOException {
        this.worker = worker;
        this.listening = listening;
        this.http = http;
        this.buffers = buffers;
        this.channel = listening.on(wanted, worker);
        this.address = channel.getLocalAddress(InetSocketAddress.class);
    }

    /**
     * Binds the port and starts to accept.
     *
     * @param handler answers requests of admitted connections
     */
    static Port bind(
            InetSocketAddress wanted,
            TransportSettings settings,
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
        ChannelListener<StreamConnection> opened = new ConnectionOpener(
                entrance.port(), entrance.gate(), openerSettings(settings, entrance), entrance.refusals(), http);
        try {
            return new Port(
                    (address, threads) -> accepting(listen(address, threads, opened, settings.tcp())),
                    wanted,
                    worker,
                    http,
                    buffers);
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
        BindException named =
                new BindException("cannot listen on " + AddressText.of(wanted) + ": " + cause.getMessage());
        named.initCause(cause);
        return named;
    }

    private static ConnectionOpener.Settings openerSettings(TransportSettings settings, Entrance entrance) {
        ServerTls tls = settings.tls();
        return new ConnectionOpener.Settings(
                tls == null
                        ? null
                        : TlsLayer.of(tls, entrance.port(), entrance.pacing().tls()),
                settings.head(),
                settings.requestTimeout(),
                entrance.pacing().budgets());
    }

    private static AcceptingChannel<? extends StreamConnection> listen(
            InetSocketAddress wanted, XnioWorker worker, ChannelListener<StreamConnection> open, TcpSettings tcp)
            throws IOException {
        InetSocketAddress address =
                new InetSocketAddress(InetAddress.getByName(wanted.getHostString()), wanted.getPort());
        ChannelListener<AcceptingChannel<StreamConnection>> accept = ChannelListeners.openListenerAdapter(open);
        AcceptingChannel<StreamConnection> port =
                worker.createStreamConnectionServer(address, accept, TcpOptions.of(tcp));
        KeepAliveTimes.set(port, tcp.keepAlive());
        return port;
    }

    InetSocketAddress address() {
        return address;
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    /** The worker whose threads accept connections. */
    XnioWorker worker() {
        return worker;
    }

    /**
     * Binds the same address again, after its socket was closed from outside, or to accept on other threads.
     */
    void reopen(XnioWorker threads) throws IOException {
        if (isOpen() && threads == worker) {
            return;
        }
        stopAccepting();
        for (int tries = 1; ; tries++) {
            try {
                channel = listening.on(address, threads);
                if (threads != worker) {
                    worker = threads;
                    http.closeConnections(); // HTTP connections of a dead thread would wait for ever
                }
                return;
            } catch (IOException e) {
                if (tries == REOPEN_TRIES) {
                    throw named(address, e);
                }
                LockSupport.parkNanos(REOPEN_PAUSE_NANOS); // the selector closes the old socket in its next round
            }
        }
    }

    /** Stops accepting. Does not wait for the accepting thread as XNIO does, because that thread may have died. */
    void stopAccepting() {
        AcceptingChannel<? extends StreamConnection> closing = channel;
        Thread closer = new Thread(() -> IoUtils.safeClose(closing), "mychat-port-closer");
        closer.setDaemon(true);
        closer.start();
        try {
            closer.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Closes the port and the remaining HTTP connections. */
    void close() {
        stopAccepting();
        http.closeConnections();
        buffers.close();
    }
}
