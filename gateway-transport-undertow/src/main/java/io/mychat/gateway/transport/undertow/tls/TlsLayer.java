package io.mychat.gateway.transport.undertow.tls;

import io.mychat.gateway.spi.transport.ConnectionGate.PortKind;
import io.mychat.gateway.transport.common.tls.Handshakes;
import io.mychat.gateway.transport.common.tls.ServerTls;
import io.mychat.gateway.transport.common.tls.boringssl.OffHeapEngine;
import io.undertow.protocols.ssl.UndertowXnioSsl;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.ssl.SslConnection;

/** Secures the connections of one port with the settings that are in effect at that moment. Thread-safe. */
public final class TlsLayer implements BiFunction<StreamConnection, Runnable, SslConnection> {

    private final ServerTls tls;
    private final PortKind port;
    private final Executor tasks;
    private volatile Prepared prepared;

    /** What the settings mean for XNIO. */
    private record Prepared(ServerTls.Active from, UndertowXnioSsl ssl, SSLParameters parameters) {}

    private TlsLayer(ServerTls tls, PortKind port, Executor tasks) {
        this.tls = tls;
        this.port = port;
        this.tasks = tasks;
        this.prepared = prepare(tls.active());
    }

    /** Secures the accepted connections of a port; the cryptography of handshakes runs on {@code tasks}. */
    public static TlsLayer of(ServerTls tls, PortKind port, Executor tasks) {
        tls.serves(port);
        return new TlsLayer(tls, port, tasks);
    }

    private Prepared prepare(ServerTls.Active active) {
        return new Prepared(
                active,
                new UndertowXnioSsl(
                        Xnio.getInstance(TlsLayer.class.getClassLoader()),
                        OptionMap.create(Options.USE_DIRECT_BUFFERS, true),
                        active.context(),
                        tasks),
                active.settings().parameters(port));
    }

    /** @param then runs when the handshake is finished, on the thread of the connection */
    @Override
    @SuppressWarnings("ReferenceEquality") // each replacement is another object
    public SslConnection apply(StreamConnection tcp, Runnable then) {
        Prepared now = prepared;
        ServerTls.Active active = tls.active();
        if (now.from() != active) {
            now = prepare(active);
            prepared = now; // several threads may do so; each result is right
        }
        SslConnection secured = now.ssl().wrapExistingConnection(tcp, OptionMap.EMPTY, false);
        // XNIO has no option for all of them.
        SSLEngine engine = UndertowXnioSsl.getSslEngine(secured);
        engine.setSSLParameters(now.parameters());
        if (engine instanceof OffHeapEngine offHeap) {
            tcp.setCloseListener(closed -> offHeap.free());
        }
        Handshakes.Begun begun = tls.handshakes().begin(engine);
        secured.getHandshakeSetter().set(done -> {
            begun.finished();
            then.run();
        });
        return secured;
    }
}
