package io.mychat.gateway.transport.undertow.accept;

import io.mychat.gateway.spi.transport.ConnectionGate;
import io.mychat.gateway.spi.transport.ConnectionGate.Arrival;
import io.mychat.gateway.spi.transport.ConnectionGate.PortKind;
import io.mychat.gateway.spi.transport.ConnectionGate.Verdict;
import io.undertow.protocols.ssl.UndertowXnioSsl;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.StreamConnection;
import org.xnio.ssl.SslConnection;

/** Leads accepted connections of one port past the gate, through the PROXY protocol and TLS, to the HTTP layer. On I/O threads. */
public final class ConnectionOpener implements ChannelListener<StreamConnection> {

    private final PortKind port;
    private final ConnectionGate gate;
    private final Terms terms;
    private final RefusalCounts refusals;
    private final ChannelListener<StreamConnection> http;

    /**
     * What holds for each connection.
     *
     * @param tls null: without TLS
     * @param tlsOptions of each TLS connection
     * @param timeout how long a client may take for its PROXY header
     */
    public record Terms(@Nullable UndertowXnioSsl tls, OptionMap tlsOptions, HeadLimits head, Duration timeout) {}

    /**
     * @param refusals counts what is refused here
     * @param http opens HTTP connections; bounds the time until a request has come
     */
    public ConnectionOpener(
            PortKind port,
            ConnectionGate gate,
            Terms terms,
            RefusalCounts refusals,
            ChannelListener<StreamConnection> http) {
        this.port = port;
        this.gate = gate;
        this.terms = terms;
        this.refusals = refusals;
        this.http = http;
    }

    @Override
    public void handleEvent(StreamConnection raw) {
        InetSocketAddress peer = raw.getPeerAddress(InetSocketAddress.class);
        if (peer == null) {
            IoUtils.safeClose(raw); // it is gone already
            return;
        }
        Place place = new Place(raw);
        ConnectionGate.Entry entry = gate.enter(new Arrival(port, terms.tls() != null, peer.getAddress()), place);
        raw.setCloseListener(closed -> entry.left());
        if (entry.verdict() == Verdict.DROPPED) {
            IoUtils.safeClose(raw);
        } else if (entry.announcesClient()) {
            ProxyHeaderReader.start(
                    raw,
                    terms.timeout(),
                    client -> announced(place, entry, peer, client),
                    () -> refusals.count("bad_proxy_header"));
        } else {
            open(place, entry, peer);
        }
    }

    private void announced(
            Place place, ConnectionGate.Entry entry, InetSocketAddress peer, Optional<InetSocketAddress> client) {
        client.ifPresent(address -> entry.announced(address.getAddress()));
        if (entry.verdict() == Verdict.DROPPED) {
            IoUtils.safeClose(place.connection);
        } else {
            open(place, entry, client.orElse(peer));
        }
    }

    private void open(Place place, ConnectionGate.Entry entry, InetSocketAddress client) {
        UndertowXnioSsl tls = terms.tls();
        if (tls != null) {
            SslConnection secured = tls.wrapExistingConnection(place.connection, terms.tlsOptions(), false);
            secured.getHandshakeSetter().set(done -> entry.secured());
            place.connection = secured;
        }
        http.handleEvent(new ClientChannel(place.connection, client, entry, terms.head(), refusals));
    }

    /** Closes a connection, which may have got its TLS meanwhile, on its I/O thread. */
    private static final class Place implements Runnable {

        private volatile StreamConnection connection;

        Place(StreamConnection raw) {
            this.connection = raw;
        }

        @Override
        public void run() {
            StreamConnection now = connection;
            try {
                now.getIoThread().execute(() -> IoUtils.safeClose(connection));
            } catch (RejectedExecutionException e) {
                // The thread is ending, and all its connections with it.
            }
        }
    }
}
