package io.mychat.gateway.core;

import io.mychat.gateway.core.config.GatewayConfig;
import io.mychat.gateway.core.config.ServerConfig;
import io.mychat.gateway.core.observe.Health;
import io.mychat.gateway.spi.transport.CloseReason;
import io.mychat.gateway.spi.transport.HttpSettings;
import io.mychat.gateway.spi.transport.WebSocketSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A gateway's rooms at work: from the opening of its ports to the end of its threads. {@link GatewayServer} guards it. */
final class Operation implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Operation.class);
    private static final String WEBSOCKET_PATH = "/ws";

    private final Assembly rooms;
    private final HttpRoom http;

    /** Where clients connect to. */
    record Ports(InetSocketAddress webSocket, InetSocketAddress http) {}

    Operation(Assembly rooms) {
        this.rooms = rooms;
        this.http = new HttpRoom(rooms);
    }

    /** See {@link GatewayServer#serverStats()}. */
    String statistics() {
        return http.statistics();
    }

    /** @throws IOException when a port cannot be bound; the caller closes this */
    Ports open() throws IOException {
        GatewayConfig config = rooms.configuration.current().gateway();
        ServerConfig server = config.server();
        InetSocketAddress webSocketAddress = rooms.adapters.webSockets.start(
                new WebSocketSettings(
                        server.host(),
                        server.websocketPort(),
                        WEBSOCKET_PATH,
                        server.maxMessageBytes(),
                        config.processing().maxOutboundBytes(),
                        server.closeTimeout()),
                rooms.acceptor);
        InetSocketAddress httpAddress = rooms.adapters.http.start(
                new HttpSettings(server.host(), server.httpPort(), server.maxBodyBytes()), http.api());
        rooms.adapters.sweep.ifPresent(Repeating::start);
        rooms.configWatch.start();
        rooms.observation.begin(config);
        rooms.health.enter(Health.Phase.RUNNING);
        log.info(
                "Gateway serves WebSocket on {}:{} and HTTP on {}:{}",
                webSocketAddress.getHostString(),
                webSocketAddress.getPort(),
                httpAddress.getHostString(),
                httpAddress.getPort());
        return new Ports(webSocketAddress, httpAddress);
    }

    /** Refuses newcomers, tells the clients, lets what runs finish, closes the connections. Interruption cuts it short. */
    void leave() {
        ServerConfig server = rooms.configuration.current().gateway().server();
        log.info("Gateway is stopping");
        rooms.health.enter(Health.Phase.DRAINING);
        rooms.acceptor.close();
        rooms.processor.drain();
        rooms.connections.announceDraining(server.drain(), rooms.ids.random());
        try {
            if (!rooms.processor.awaitIdle(server.drain())) {
                log.warn("{} handlers still run after server.drain_seconds", rooms.processor.running());
            }
            rooms.connections.connections().forEach(client -> client.close(CloseReason.GOING_AWAY));
            if (!rooms.connections.awaitNone(server.closeTimeout().plus(Duration.ofSeconds(1)))) {
                log.warn("Some connections did not close in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Frees everything but the adapters, which may be another's. Also what was never, or half, opened. */
    @Override
    public void close() {
        rooms.configuration.attach(null);
        rooms.configWatch.close();
        rooms.observation.close();
        rooms.health.enter(Health.Phase.STOPPED);
        rooms.adapters.sweep.ifPresent(Repeating::stop);
        rooms.adapters.webSockets.close();
        rooms.adapters.http.close();
        rooms.pools.close();
    }
}
