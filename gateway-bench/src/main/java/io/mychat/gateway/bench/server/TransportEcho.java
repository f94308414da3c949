package io.mychat.gateway.bench.server;

import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.ModuleServices;
import io.mychat.gateway.spi.transport.MessageType;
import io.mychat.gateway.spi.transport.WebSocketSettings;
import io.mychat.gateway.spi.transport.WebSocketTransport;
import io.mychat.gateway.testkit.transport.EchoListener;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A transport of the gateway alone, which sends back what it gets: what it costs without the pipeline. Argument: I/O
 * threads.
 */
final class TransportEcho implements ModuleServices {

    private static final int MAX_MESSAGE_BYTES = 65536;

    private @Nullable WebSocketTransport transport;

    private TransportEcho() {}

    /** @param name the word of {@code server.transport} */
    static void run(String name, String[] args) throws Exception {
        GatewayBuilder builder = GatewayServer.builder()
                .setting("server.transport", name)
                .setting("server.io_threads", Integer.parseInt(args[0]))
                .setting("auth.jwt_secret", UnlimitedGateway.newSecret()); // else the configuration has a fault
        ServerTlsFiles.applyTo(builder);
        ModuleProvider.Module module =
                builder.configured("gateway-transport-" + name).orElseThrow();
        TransportEcho echo = new TransportEcho();
        module.create(echo);
        WebSocketTransport created = echo.transport;
        if (created == null) {
            throw new IllegalStateException(name + " is no transport");
        }
        Control.serve(created.start(
                        new WebSocketSettings(
                                "127.0.0.1", 0, "/ws", MAX_MESSAGE_BYTES, 1 << 20, Duration.ofSeconds(10)),
                        new EchoListener(MessageType.TEXT))
                .getPort());
    }

    @Override
    public String nodeId() {
        return "echo";
    }

    @Override
    public Duration tokenLifetime() {
        return Duration.ofHours(1);
    }

    @Override
    public <T> void offer(Class<T> port, T adapter) {
        if (adapter instanceof WebSocketTransport offered) {
            transport = offered;
        }
    }
}
