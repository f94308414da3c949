package io.mychat.gateway.transport.nio.port;

import io.mychat.gateway.spi.transport.ConnectionGate;
import io.mychat.gateway.spi.transport.ConnectionGate.Arrival;
import io.mychat.gateway.spi.transport.ConnectionGate.Entry;
import io.mychat.gateway.spi.transport.ConnectionGate.PortKind;
import io.mychat.gateway.spi.transport.ConnectionGate.Verdict;
import io.mychat.gateway.transport.common.TcpSettings;
import io.mychat.gateway.transport.common.websocket.ByteStream;
import io.mychat.gateway.transport.nio.http.HttpConnection;
import io.mychat.gateway.transport.nio.http.PortRules;
import io.mychat.gateway.transport.nio.loop.EventLoop;
import io.mychat.gateway.transport.nio.loop.EventLoops;
import io.mychat.gateway.transport.nio.loop.NioStream;
import io.mychat.gateway.transport.nio.tls.TlsPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the accepted connections of one port through the gate, the PROXY protocol and TLS to HTTP. The gate is asked on the
 * thread that accepts; all else is done on the loop of the connection.
 */
final class ConnectionOpener {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionOpener.class);
    private static final long CLOSE_MILLIS = 5000;

    private final Port.Entrance entrance;
    private final TcpSettings tcp;
    private final EventLoops loops;
    private final PortRules rules;
    private final @Nullable TlsPort tls;
    private volatile boolean closed;

    /** @param tls null: without TLS */
    ConnectionOpener(
            Port.Entrance entrance, TcpSettings tcp, EventLoops loops, PortRules rules, @Nullable TlsPort tls) {
        this.entrance = entrance;
        this.tcp = tcp;
        this.loops = loops;
        this.rules = rules;
        this.tls = tls;
    }

    /** Takes over a connection. Called on the thread that accepts; closes the connection when it fails. */
    void accept(SocketChannel channel) {
        try {
            open(channel);
        } catch (IOException | RejectedExecutionException e) {
            close(channel); // the peer has left, or the gateway is stopping
        } catch (RuntimeException | Error e) { // told by the thread that accepts, which stays
            close(channel);
            throw e;
        }
    }

    private void open(SocketChannel channel) throws IOException {
        InetSocketAddress peer = (InetSocketAddress) channel.getRemoteAddress();
        EventLoop loop = loops.next();
        NioStream stream = new NioStream(loop, channel, this);
        PortKind port = entrance.port();
        ConnectionGate gate = entrance.gate();
        Entry entry = gate.enter(new Arrival(port, tls != null, peer.getAddress()), stream);
        stream.registeredAs(entry);
        try {
            if (entry.verdict() == Verdict.DROPPED) {
                close(channel);
                entry.left();
                return;
            }
            ServerSockets.configure(channel, tcp);
            loop.execute(() -> loop.newcomers().run(() -> begin(stream, entry, peer)));
        } catch (IOException | RuntimeException e) {
            entry.left();
            throw e;
        }
    }

    private void begin(NioStream stream, Entry entry, InetSocketAddress peer) {
        try {
            if (!stream.isOpen()) {
                return; // the gate has closed it meanwhile
            }
            if (closed) {
                stream.release();
                return;
            }
            stream.begin();
            if (entry.announcesClient()) {
                ProxyHeaderReader.start(
                        stream,
                        rules.timeout().toMillis(),
                        client -> announced(stream, entry, peer, client),
                        () -> rules.refusals().count("bad_proxy_header"));
            } else {
                serve(stream, entry, peer);
            }
        } catch (IOException e) {
            stream.release();
        } catch (RuntimeException | Error e) { // the loop logs it, and stays
            stream.release();
            throw e;
        }
    }

    private void announced(NioStream stream, Entry entry, InetSocketAddress peer, Optional<InetSocketAddress> client) {
        client.ifPresent(address -> entry.announced(address.getAddress()));
        if (entry.verdict() == Verdict.DROPPED) {
            stream.release();
        } else {
            serve(stream, entry, client.orElse(peer));
        }
    }

    private void serve(NioStream stream, Entry entry, InetSocketAddress client) {
        TlsPort securing = tls;
        ByteStream bytes = securing == null ? stream : securing.secure(stream, entry);
        new HttpConnection(stream.loop(), bytes, client, entry, rules).start();
    }

    /** Ends all connections of the port, and waits for that. Not callable on an I/O thread. */
    void close() {
        closed = true;
        List<EventLoop> all = loops.all();
        CountDownLatch done = new CountDownLatch(all.size());
        all.forEach(loop -> loop.execute(() -> {
            try {
                loop.endAllOf(this);
            } finally {
                done.countDown();
            }
        }));
        try {
            if (!done.await(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
                LOG.warn("An I/O thread does not respond; its connections are not closed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // There is nothing left to close.
        }
    }
}
