package io.mychat.gateway.transport.nio.port;

import io.mychat.gateway.spi.transport.AddressText;
import io.mychat.gateway.spi.transport.ConnectionGate;
import io.mychat.gateway.spi.transport.ConnectionGate.PortKind;
import io.mychat.gateway.transport.common.TcpSettings;
import io.mychat.gateway.transport.nio.http.PortRules;
import io.mychat.gateway.transport.nio.loop.EventLoops;
import io.mychat.gateway.transport.nio.tls.TlsPort;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A bound port for HTTP/1.1. The owner does not call {@link #reopen} and {@link #stopAccepting()} at the same time; other
 * calls may come from any thread.
 */
public final class Port {

    private static final long STOP_MILLIS = 2000;

    private final TcpSettings tcp;
    private final ConnectionOpener opener;
    private final InetSocketAddress address;
    private final String name;
    private volatile Acceptor acceptor;

    /** Who decides about the connections of a port. */
    public record Entrance(PortKind port, ConnectionGate gate) {}

    /**
     * Binds the port and starts to accept.
     *
     * @param tls null: without TLS
     * @throws BindException when the address cannot be bound; the message names it
     */
    public Port(
            InetSocketAddress wanted,
            TcpSettings tcp,
            EventLoops loops,
            Entrance entrance,
            PortRules rules,
            @Nullable TlsPort tls)
            throws IOException {
        this.tcp = tcp;
        this.name = "mychat accept-" + entrance.port().name().toLowerCase(Locale.ROOT);
        this.opener = new ConnectionOpener(entrance, tcp, loops, rules, tls);
        ServerSocketChannel socket = bind(wanted, tcp);
        this.address = (InetSocketAddress) socket.getLocalAddress();
        this.acceptor = accepting(socket);
    }

    private static ServerSocketChannel bind(InetSocketAddress wanted, TcpSettings tcp) throws IOException {
        try {
            return ServerSockets.bind(wanted, tcp);
        } catch (IOException e) {
            BindException named =
                    new BindException("cannot listen on " + AddressText.of(wanted) + ": " + e.getMessage());
            named.initCause(e);
            throw named;
        }
    }

    private Acceptor accepting(ServerSocketChannel socket) {
        Acceptor started = new Acceptor(socket, name, opener::accept);
        started.start();
        return started;
    }

    /** The bound address. */
    public InetSocketAddress address() {
        return address;
    }

    /** Whether it accepts connections. */
    public boolean isAccepting() {
        return acceptor.isAccepting();
    }

    /** Binds the same address again when it no longer accepts. */
    public void reopen() throws IOException {
        if (!isAccepting()) {
            stopAccepting();
            acceptor = accepting(bind(address, tcp));
        }
    }

    /** Ends the connections, after {@link #stopAccepting()}. */
    public void close() {
        opener.close();
    }

    /** Closes the port; connections stay. */
    public void stopAccepting() {
        acceptor.stop(STOP_MILLIS);
    }
}
