package io.mychat.gateway.transport.undertow.accept;

import io.mychat.gateway.spi.transport.ConnectionGate;
import io.mychat.gateway.spi.transport.ConnectionGate.Arrival;
import io.mychat.gateway.spi.transport.ConnectionGate.PortKind;
import io.mychat.gateway.spi.transport.ConnectionGate.Verdict;
import io.mychat.gateway.transport.common.request.HeadLimits;
import io.mychat.gateway.transport.common.request.RefusalCounts;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.conduits.ConduitStreamSourceChannel;
import org.xnio.ssl.SslConnection;

/**
 * Takes the accepted connections of one port through the gate, the PROXY protocol and TLS to the HTTP layer. Runs on
 * I/O threads.
 */
public final class ConnectionOpener implements ChannelListener<StreamConnection> {

    private final PortKind port;
    private final ConnectionGate gate;
    private final Settings settings;
    private final RefusalCounts refusals;
    private final ChannelListener<StreamConnection> http;

    /**
     * The settings of all connections.
     *
     * @param tls secures an accepted connection; null: without TLS
     * @param timeout the time that a client has for its PROXY header
     * @param budgets spread the work over the turns of the I/O threads
     */
    public record Settings(
            @Nullable BiFunction<StreamConnection, Runnable, SslConnection> tls,
            HeadLimits head,
            Duration timeout,
            LoopBudgets budgets) {}

    /**
     * @param refusals counts the refused connections
     * @param http opens HTTP connections, and limits the time until the first request
     */
    public ConnectionOpener(
            PortKind port,
            ConnectionGate gate,
            Settings settings,
            RefusalCounts refusals,
            ChannelListener<StreamConnection> http) {
        this.port = port;
        this.gate = gate;
        this.settings = settings;
        this.refusals = refusals;
        this.http = http;
    }

    @Override
    public void handleEvent(StreamConnection raw) {
        InetSocketAddress peer = raw.getPeerAddress(InetSocketAddress.class);
        if (peer == null) {
            IoUtils.safeClose(raw); // already closed
            return;
        }
        CloseTask closing = new CloseTask(raw);
        closing.unlessItFails(() -> enter(raw, closing, peer));
    }

    private void enter(StreamConnection raw, CloseTask closing, InetSocketAddress peer) {
        ConnectionGate.Entry entry = gate.enter(new Arrival(port, settings.tls() != null, peer.getAddress()), closing);
        raw.setCloseListener(closed -> entry.left());
        if (entry.verdict() == Verdict.DROPPED) {
            IoUtils.safeClose(raw);
        } else if (entry.announcesClient()) {
            ProxyHeaderReader.start(
                    raw,
                    settings.timeout(),
                    client -> closing.unlessItFails(() -> announced(closing, entry, peer, client)),
                    () -> refusals.count("bad_proxy_header"));
        } else {
            open(closing, entry, peer);
        }
    }

    private void announced(
            CloseTask closing, ConnectionGate.Entry entry, InetSocketAddress peer, Optional<InetSocketAddress> client) {
        client.ifPresent(address -> entry.announced(address.getAddress()));
        if (entry.verdict() == Verdict.DROPPED) {
            IoUtils.safeClose(closing.connection);
        } else {
            open(closing, entry, client.orElse(peer));
        }
    }

    private void open(CloseTask closing, ConnectionGate.Entry entry, InetSocketAddress client) {
        LoopBudget budget = settings.budgets().of(closing.connection.getIoThread());
        budget.run(() -> {
            if (closing.connection.isOpen()) {
                closing.unlessItFails(() -> open(closing, entry, client, budget));
            }
        });
    }

    private void open(CloseTask closing, ConnectionGate.Entry entry, InetSocketAddress client, LoopBudget budget) {
        ConduitStreamSourceChannel source = closing.connection.getSourceChannel();
        PacedReads reads = new PacedReads(source.getConduit(), budget);
        source.setConduit(reads);
        BiFunction<StreamConnection, Runnable, SslConnection> tls = settings.tls();
        if (tls != null) {
            closing.connection = tls.apply(closing.connection, entry::secured);
        }
        http.handleEvent(new ClientChannel(
                closing.connection, reads, client, entry, new ClientChannel.Rules(settings.head(), refusals)));
    }

    /** Closes a connection, which may meanwhile have TLS, on its I/O thread. */
    private static final class CloseTask implements Runnable {

        private volatile StreamConnection connection;

        CloseTask(StreamConnection raw) {
            this.connection = raw;
        }

        /** Takes a step of the opening on the I/O thread. When it fails, nobody else would close the connection. */
        void unlessItFails(Runnable step) {
            try {
                step.run();
            } catch (RuntimeException | Error e) { // told by the thread, which stays
                IoUtils.safeClose(connection);
                throw e;
            }
        }

        @Override
        public void run() {
            StreamConnection now = connection;
            try {
                now.getIoThread().execute(() -> IoUtils.safeClose(connection));
            } catch (RejectedExecutionException e) {
                // The thread is ending, and so are all its connections.
            }
        }
    }
}
