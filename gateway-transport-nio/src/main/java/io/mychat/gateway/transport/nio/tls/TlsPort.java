package io.mychat.gateway.transport.nio.tls;

import io.mychat.gateway.spi.transport.ConnectionGate.Entry;
import io.mychat.gateway.spi.transport.ConnectionGate.PortKind;
import io.mychat.gateway.transport.common.tls.ServerTls;
import io.mychat.gateway.transport.nio.loop.EventLoop;
import io.mychat.gateway.transport.nio.loop.NioStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** Secures the connections of one port with the settings that are in effect at that moment. Thread-safe. */
public final class TlsPort {

    private final ServerTls tls;
    private final PortKind port;
    private final Executor tasks;
    private final Map<EventLoop, TlsBuffers> buffers = new ConcurrentHashMap<>();
    private volatile Prepared prepared;

    private record Prepared(ServerTls.Active from, SSLParameters parameters) {}

    private TlsPort(ServerTls tls, PortKind port, Executor tasks) {
        this.tls = tls;
        this.port = port;
        this.tasks = tasks;
        this.prepared = prepare(tls.active());
    }

    /** For a port of this kind; the cryptography of handshakes runs on {@code tasks}. */
    public static TlsPort of(ServerTls tls, PortKind port, Executor tasks) {
        tls.serves(port);
        return new TlsPort(tls, port, tasks);
    }

    private Prepared prepare(ServerTls.Active active) {
        return new Prepared(active, active.settings().parameters(port));
    }

    /**
     * A connection behind TLS, which does the handshake as it is read. Called on the loop of the connection.
     *
     * @param entry learns when the handshake is finished, and reserves what the stream keeps
     */
    @SuppressWarnings("ReferenceEquality") // each replacement is another object
    public TlsStream secure(NioStream socket, Entry entry) {
        ServerTls.Active active = tls.active();
        Prepared now = prepared;
        if (now.from() != active) {
            now = prepare(active);
            prepared = now; // several threads may do so; each result is right
        }
        SSLEngine engine = active.context().createSSLEngine();
        engine.setUseClientMode(false);
        engine.setSSLParameters(now.parameters());
        return new TlsStream(
                socket,
                tls.handshakes().begin(engine),
                buffers.computeIfAbsent(socket.loop(), loop -> new TlsBuffers()),
                tasks,
                entry);
    }
}
