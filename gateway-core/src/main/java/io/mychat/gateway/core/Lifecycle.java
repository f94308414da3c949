package io.mychat.gateway.core;

import io.mychat.gateway.core.audit.AuditTail;
import io.mychat.gateway.core.config.GatewayConfig;
import io.mychat.gateway.core.config.ProcessingConfig;
import io.mychat.gateway.core.config.ServerConfig;
import io.mychat.gateway.core.connection.ClientConnection;
import io.mychat.gateway.core.observe.Health;
import io.mychat.gateway.core.status.GatewayStats;
import io.mychat.gateway.spi.transport.CloseReason;
import io.mychat.gateway.spi.transport.HttpEndpoint;
import io.mychat.gateway.spi.transport.HttpSettings;
import io.mychat.gateway.spi.transport.HttpTransport;
import io.mychat.gateway.spi.transport.WebSocketSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens and closes the components of a gateway, from its ports to its threads. Guarded by {@link GatewayServer}. */
final class Lifecycle implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Lifecycle.class);
    private static final String WEBSOCKET_PATH = "/ws";

    private final Components rooms;
    private final HttpApiFactory http;

    /** The bound addresses of the ports. */
    record Ports(
            InetSocketAddress webSocket, Optional<InetSocketAddress> http, Optional<InetSocketAddress> management) {}

    /** @param audit the last lines of the audit */
    Lifecycle(Components rooms, AuditTail audit) {
        this.rooms = rooms;
        this.http = new HttpApiFactory(rooms, audit);
    }

    /** See {@link GatewayServer#serverStats()}. */
    String statistics() {
        return http.statistics();
    }

    /** See {@link GatewayServer#stats()}. */
    GatewayStats stats() {
        return http.overview();
    }

    /** @throws IOException when a port cannot be bound; the caller closes this */
    Ports open() throws IOException {
        CapabilityCheck.check(rooms.configuration, rooms.adapters);
        GatewayConfig config = rooms.configuration.current().gateway();
        ServerConfig server = config.server();
        warnOfOpenFiles(server);
        rooms.bans.refreshIfPossible();
        InetSocketAddress webSocketAddress = rooms.adapters.webSockets.start(
                new WebSocketSettings(
                        server.host(),
                        server.websocketPort(),
                        WEBSOCKET_PATH,
                        server.maxMessageBytes(),
                        config.processing().maxOutboundBytes(),
                        server.closeTimeout()),
                rooms.handshakes);
        Optional<InetSocketAddress> httpAddress = open(rooms.adapters.http, server.httpPort(), http.api());
        Optional<InetSocketAddress> managementAddress =
                open(rooms.adapters.management, server.managementPort(), http.management());
        if (rooms.adapters.sweep.isPresent()) {
            rooms.adapters.sweep.get().start();
        }
        rooms.quotaSweep.start();
        rooms.banComparison.start();
        rooms.configWatch.start();
        rooms.observation.begin(config);
        rooms.health.enter(Health.Phase.RUNNING);
        return new Ports(webSocketAddress, httpAddress, managementAddress);
    }

    private Optional<InetSocketAddress> open(Optional<HttpTransport> transport, int port, HttpEndpoint endpoint)
            throws IOException {
        if (transport.isEmpty()) {
            return Optional.empty();
        }
        ServerConfig server = rooms.configuration.current().gateway().server();
        return Optional.of(transport
                .get()
                .start(new HttpSettings(server.host(), port, server.maxBodyBytes(), rooms.buffers), endpoint));
    }

    private void warnOfOpenFiles(ServerConfig server) {
        int places = rooms.observation.connections(server, rooms.adapters.webSockets);
        if (places < server.maxConnections()) {
            log.warn(
                    "server.max_connections is {}, but this process may have {} files open: {} clients are taken at most. "
                            + "Raise the limit (ulimit -n, LimitNOFILE) or lower server.max_connections",
                    server.maxConnections(),
                    rooms.observation.openFiles.limit(),
                    places);
        }
    }

    /**
     * Refuses new connections, lets each client leave at its own moment of the drain period, waits for running work, and
     * closes what is left. An interrupt ends the waits.
     */
    void leave() {
        ServerConfig server = rooms.configuration.current().gateway().server();
        ProcessingConfig processing = rooms.configuration.current().gateway().processing();
        log.info("Gateway is stopping");
        rooms.health.enter(Health.Phase.DRAINING);
        rooms.acceptor.close();
        long begin = System.nanoTime();
        ShutdownSteps.step("The clients", () -> rooms.connections.awaitNone(rooms.rollout.leaveAll(server.drain())));
        rooms.processor.drain();
        Duration left = server.drain().minusNanos(System.nanoTime() - begin);
        Duration forCommands = shorter(processing.taskTimeout(), server.drain());
        ShutdownSteps.step("What runs", () -> {
            if (!rooms.tasks.awaitIdle(left.compareTo(forCommands) > 0 ? left : forCommands)) {
                log.warn("{} handlers still run after server.drain_seconds", rooms.tasks.running());
            }
        });
        for (ClientConnection client : rooms.connections.connections()) {
            ShutdownSteps.step("A connection", () -> client.close(CloseReason.GOING_AWAY));
        }
        ShutdownSteps.step("The connections", () -> {
            if (!rooms.connections.awaitNone(server.closeTimeout().plus(Duration.ofSeconds(1)))) {
                log.warn("Some connections did not close in time");
            }
        });
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /**
     * Releases everything except adapters of the host application, including parts that were never or partly opened.
     * Never throws: failures are logged, and the remaining parts are still released.
     */
    @Override
    public void close() {
        rooms.reloader.close();
        ShutdownSteps.step("The watch over the configuration", rooms.configWatch::close);
        ShutdownSteps.step("The rollout", rooms.rollout::close);
        ShutdownSteps.step("The observation", rooms.observation::close);
        rooms.health.enter(Health.Phase.STOPPED);
        rooms.adapters.sweep.ifPresent(sweep -> ShutdownSteps.step("The sweep of messages", sweep::stop));
        ShutdownSteps.step("The sweep of quotas", rooms.quotaSweep::stop);
        ShutdownSteps.step("The comparison of bans", rooms.banComparison::stop);
        ShutdownSteps.step("The WebSocket port", rooms.adapters.webSockets::close);
        rooms.adapters.http.ifPresent(port -> ShutdownSteps.step("The HTTP port", port::close));
        rooms.adapters.management.ifPresent(port -> ShutdownSteps.step("The management port", port::close));
        ShutdownSteps.step("The held messages", rooms.held::clear);
        ShutdownSteps.step("The threads", rooms.pools::close);
        ShutdownSteps.step("The messages of the host", rooms.hostMessages::close);
    }
}
