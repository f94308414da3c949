package io.mychat.gateway.transport.undertow;

import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.config.ModuleSettings;
import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.transport.common.TransportSchema;
import io.mychat.gateway.transport.common.TransportSettings;
import io.undertow.server.HttpHandler;
import java.util.Optional;
import java.util.Set;

/**
 * Mounts a gateway on the Undertow of a host application, which owns ports, TLS and I/O threads. It takes the place of
 * the module that opens ports. The host's server may run before the gateway starts and after it stops: then the handlers
 * answer 503.
 *
 * <pre>{@code
 * UndertowMount mount = new UndertowMount();
 * GatewayServer gateway = GatewayServer.builder().config(file).module(mount).build();
 * Undertow server = Undertow.builder()
 *         .addHttpListener(8080, "127.0.0.1")
 *         .setHandler(Handlers.path()
 *                 .addExactPath("/ws", mount.webSocketHandler())
 *                 .addPrefixPath("/api", mount.apiHandler()))
 *         .build();
 * }</pre>
 *
 * <p>The gateway sees a connection from its first request on. The limits of handshakes, clients, messages and buffered
 * bytes are in effect. What concerns a TCP connection before its request is the host's to set: their number, the size
 * and time of request heads, TLS, the PROXY protocol. HTTP/2 carries no WebSocket.
 *
 * <p>Thread-safe. It serves one running gateway at a time; the start of a second one fails.
 *
 * @since 0.1.0
 */
public final class UndertowMount implements ModuleProvider {

    private final MountPoint webSockets = new MountPoint();
    private final MountPoint api = new MountPoint();
    private final MountPoint management = new MountPoint();

    /** Answers the handshakes of clients, on any path. */
    public HttpHandler webSocketHandler() {
        return webSockets;
    }

    /** The HTTP API, for the prefix {@code /api} without a change of the path. */
    public HttpHandler apiHandler() {
        return api;
    }

    /**
     * The calls for operators, for the prefix {@code /api} of another port of the host. They are here, and not behind
     * {@link #apiHandler()}, when {@code server.management_port} is not 0.
     */
    public HttpHandler managementHandler() {
        return management;
    }

    /** The name of the module whose place this one takes. */
    @Override
    public String name() {
        return "gateway-transport-undertow";
    }

    @Override
    public String schema() {
        return TransportSchema.json();
    }

    @Override
    public Set<String> sections() {
        return Set.of("server", "tls");
    }

    @Override
    public Module configure(ModuleSettings settings) {
        if (settings.section("server").flag("ssl_enabled")) {
            settings.section("server")
                    .fault("ssl_enabled", "must be false: the host's server has the port and its TLS");
        }
        TransportSettings read = TransportSettings.read(settings);
        TimeSource time = settings.time();
        return new MountedModule(
                new MountedWebSockets(webSockets, time, read.compression()),
                new MountedHttp(api, Optional.of(management), read));
    }
}
