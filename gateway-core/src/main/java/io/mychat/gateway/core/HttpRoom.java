package io.mychat.gateway.core;

import io.mychat.gateway.core.config.ConfigSnapshot;
import io.mychat.gateway.core.config.GatewayConfig;
import io.mychat.gateway.core.connection.Headcount;
import io.mychat.gateway.core.http.AuthEndpoints;
import io.mychat.gateway.core.http.Callers;
import io.mychat.gateway.core.http.ConnectionEndpoints;
import io.mychat.gateway.core.http.CrossOrigin;
import io.mychat.gateway.core.http.DocumentEndpoint;
import io.mychat.gateway.core.http.HealthEndpoints;
import io.mychat.gateway.core.http.HttpApi;
import io.mychat.gateway.core.http.KickEndpoint;
import io.mychat.gateway.core.http.MetricsEndpoint;
import io.mychat.gateway.core.http.OverviewJson;
import io.mychat.gateway.core.http.PushEndpoint;
import io.mychat.gateway.core.http.ReloadEndpoint;
import io.mychat.gateway.core.observe.Overview;
import io.mychat.gateway.core.push.Pushes;
import io.mychat.gateway.core.security.ClientAddress;
import io.mychat.gateway.spi.transport.HttpRequest;
import java.time.Duration;
import java.util.List;

/** The HTTP API and the numbers of one gateway, out of its other rooms. Thread-safe. */
final class HttpRoom {

    /** What a push may take at most besides waiting for other nodes. */
    private static final Duration STORE_TIME = Duration.ofSeconds(30);

    private final Assembly rooms;
    private final HttpApi api;

    HttpRoom(Assembly rooms) {
        this.rooms = rooms;
        this.api = new HttpApi(
                List.of(
                        new AuthEndpoints(
                                rooms.auth,
                                rooms.login,
                                rooms.platforms,
                                rooms.connections,
                                new AuthEndpoints.Surroundings(rooms.ids::device, rooms.json)),
                        new HealthEndpoints(rooms.health, rooms.json, rooms.time),
                        new MetricsEndpoint(this::overview, rooms.metrics, rooms.json),
                        new ConnectionEndpoints(rooms.cluster, rooms.json),
                        kick(),
                        push(),
                        new DocumentEndpoint(),
                        new ReloadEndpoint(rooms.reloader, rooms.json)),
                new Callers(rooms.auth, () -> live().gateway().security().apiKeys(), this::callersAddress),
                new CrossOrigin(() -> live().gateway().security().allowedOrigins()),
                rooms.json);
    }

    HttpApi api() {
        return api;
    }

    /** Numbers for people, as a JSON object. */
    String statistics() {
        return rooms.json.write(OverviewJson.write(rooms.json.object().put("running", true), overview()));
    }

    private KickEndpoint kick() {
        return new KickEndpoint(
                rooms.cluster,
                rooms.auth,
                () -> live().platforms().platforms().keySet(),
                rooms.events,
                new KickEndpoint.Surroundings(rooms.json, rooms.time));
    }

    private PushEndpoint push() {
        GatewayConfig config = live().gateway();
        Duration lease = config.processing().clusterReplyTime().plus(STORE_TIME);
        return new PushEndpoint(
                new Pushes(
                        rooms.cluster,
                        rooms.adapters.idempotencyKeys,
                        lease,
                        config.messages().idempotency(),
                        rooms.time),
                rooms.events,
                new PushEndpoint.Surroundings(config.server().maxMessageBytes(), rooms.json, rooms.time));
    }

    private ClientAddress callersAddress(HttpRequest request) {
        return rooms.entrance
                .get()
                .clients()
                .resolve(request.peer().getAddress(), name -> request.headers().getOrDefault(name, List.of()));
    }

    private Overview overview() {
        GatewayConfig config = live().gateway();
        Headcount count = Headcount.of(rooms.connections.connections());
        return new Overview(
                rooms.adapters.nodeId,
                rooms.health.uptime(),
                new Overview.Connections(
                        count.total(), count.authenticated(), config.server().maxConnections()),
                new Overview.Tasks(
                        rooms.processor.running(),
                        rooms.processor.waiting(),
                        config.processing().maxConcurrentTasks(),
                        config.processing().taskQueueSize()),
                rooms.observation.rates.now(),
                rooms.observation.process.memoryBytes());
    }

    private ConfigSnapshot live() {
        return rooms.configuration.current();
    }
}
