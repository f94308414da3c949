package io.mychat.gateway.core;

import io.mychat.gateway.core.audit.AuditTail;
import io.mychat.gateway.core.config.ConfigSnapshot;
import io.mychat.gateway.core.config.GatewayConfig;
import io.mychat.gateway.core.config.ServerConfig;
import io.mychat.gateway.core.connection.ConnectionCounts;
import io.mychat.gateway.core.http.ApiAndPages;
import io.mychat.gateway.core.http.ApiAudit;
import io.mychat.gateway.core.http.CallerAuthenticator;
import io.mychat.gateway.core.http.CredentialGuard;
import io.mychat.gateway.core.http.CrossOrigin;
import io.mychat.gateway.core.http.DocumentEndpoint;
import io.mychat.gateway.core.http.EndpointGroup;
import io.mychat.gateway.core.http.HttpApi;
import io.mychat.gateway.core.http.LazyEndpoint;
import io.mychat.gateway.core.http.MachineCallers;
import io.mychat.gateway.core.http.endpoint.AlertsEndpoint;
import io.mychat.gateway.core.http.endpoint.AuditEndpoint;
import io.mychat.gateway.core.http.endpoint.BackChannelLogoutEndpoint;
import io.mychat.gateway.core.http.endpoint.BackendsEndpoint;
import io.mychat.gateway.core.http.endpoint.BanEndpoints;
import io.mychat.gateway.core.http.endpoint.ConfigEndpoint;
import io.mychat.gateway.core.http.endpoint.ConnectionEndpoints;
import io.mychat.gateway.core.http.endpoint.HealthEndpoints;
import io.mychat.gateway.core.http.endpoint.KickEndpoint;
import io.mychat.gateway.core.http.endpoint.LoginEndpoint;
import io.mychat.gateway.core.http.endpoint.MetricsEndpoint;
import io.mychat.gateway.core.http.endpoint.MetricsSummaryJson;
import io.mychat.gateway.core.http.endpoint.PushEndpoint;
import io.mychat.gateway.core.http.endpoint.ReloadEndpoint;
import io.mychat.gateway.core.http.endpoint.RolloutEndpoints;
import io.mychat.gateway.core.http.endpoint.SendEndpoint;
import io.mychat.gateway.core.http.endpoint.TokenEndpoints;
import io.mychat.gateway.core.http.endpoint.TraceEndpoint;
import io.mychat.gateway.core.rollout.ClusterRebalance;
import io.mychat.gateway.core.security.ClientAddress;
import io.mychat.gateway.core.status.GatewayStats;
import io.mychat.gateway.spi.backend.BackendServices;
import io.mychat.gateway.spi.backend.ServiceStatus;
import io.mychat.gateway.spi.transport.HttpEndpoint;
import io.mychat.gateway.spi.transport.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;

/** The HTTP API and the numbers of one gateway, out of its other rooms. Thread-safe. */
final class HttpApiFactory {

    private final Components rooms;
    private final CredentialGuard guard;
    private final AuditTail audit;
    /** As they were at the start: a reload does not change them. */
    private final HttpApi.BodyLimits bodies;

    private final HttpEndpoint api;
    private final HttpEndpoint management;
    private final boolean apart;

    HttpApiFactory(Components rooms, AuditTail audit) {
        this.rooms = rooms;
        this.audit = audit;
        this.guard = new CredentialGuard(
                rooms.credentials, new ApiAudit(rooms.events, rooms.time), rooms.activeBans::ofAddress);
        this.apart = rooms.adapters.management.isPresent();
        ServerConfig server = live().gateway().server();
        this.bodies = new HttpApi.BodyLimits(server.maxAuthBodyBytes(), server.maxBodyBytes());
        this.api = new LazyEndpoint(this::newApi);
        this.management = new LazyEndpoint(this::newManagement);
    }

    private HttpEndpoint newApi() {
        CallerAuthenticator clients = callers(
                guard,
                this::callersAddress,
                () -> live().gateway().security().clientAddress().withoutProxies());
        return api(joined(Stream.of(forClients(), forBoth(clients), apart ? List.of() : forOperators())), clients);
    }

    private HttpEndpoint newManagement() {
        CallerAuthenticator operators = callers(guard.withoutBans(), HttpApiFactory::peer, () -> true);
        return api(joined(Stream.of(forBoth(operators), forOperators())), operators);
    }

    private List<EndpointGroup> forClients() {
        return List.of(
                new BackChannelLogoutEndpoint(rooms.providerLogouts, guard.audit(), rooms.json),
                new PushEndpoint(rooms.pushes, rooms.pushData, guard.audit(), rooms.json),
                new SendEndpoint(rooms.messages, guard.audit(), rooms.json),
                rooms.eventStreams);
    }

    private List<EndpointGroup> forOperators() {
        return List.of(
                new MetricsEndpoint(this::overview, rooms.metrics, rooms.json),
                new ConnectionEndpoints(rooms.cluster, rooms.connections, rooms.json),
                new KickEndpoint(rooms.kicks, rooms.json),
                new BanEndpoints(rooms.bans, rooms.json),
                new ReloadEndpoint(rooms.reloader, rooms.json),
                new RolloutEndpoints(
                        rooms.rollout, new ClusterRebalance(rooms.rollout, rooms.cluster.rollout()), rooms.json),
                new ConfigEndpoint(rooms.configuration, rooms.adapters.nodeId, rooms.json),
                new BackendsEndpoint(this::services, rooms.adapters.nodeId, rooms.json),
                new AuditEndpoint(audit, rooms.adapters.nodeId, rooms.json),
                new AlertsEndpoint(rooms.adapters.alerts, rooms.adapters.nodeId, rooms.json),
                new TraceEndpoint(rooms.traces, rooms.json));
    }

    private List<EndpointGroup> forBoth(CallerAuthenticator callerAuthenticator) {
        return List.of(
                new LoginEndpoint(rooms.logins, guard.audit(), rooms.json, rooms.pools.boundedLogins()),
                new TokenEndpoints(rooms.tokens, rooms.logouts, guard.audit(), rooms.json),
                new HealthEndpoints(rooms.health, callerAuthenticator, rooms.json, rooms.time),
                new DocumentEndpoint());
    }

    private static List<EndpointGroup> joined(Stream<List<EndpointGroup>> groups) {
        return groups.flatMap(List::stream).toList();
    }

    private CallerAuthenticator callers(
            CredentialGuard credentials,
            Function<HttpRequest, ClientAddress> clientAddress,
            BooleanSupplier localMetrics) {
        return new CallerAuthenticator(
                rooms.tokens,
                () -> MachineCallers.of(live().gateway().security()),
                clientAddress,
                localMetrics,
                credentials);
    }

    private HttpEndpoint api(List<EndpointGroup> groups, CallerAuthenticator callerAuthenticator) {
        return new HttpApi(
                groups,
                callerAuthenticator,
                new CrossOrigin(() -> live().gateway().security().allowedOrigins()),
                new HttpApi.Dependencies(rooms.json, bodies, rooms.observation.tracer, rooms.time));
    }

    /** What the HTTP port serves. */
    HttpEndpoint api() {
        return ApiAndPages.of(api, apart ? List.of() : rooms.adapters.operatorPages, rooms.adapters.pages);
    }

    /** What the management port serves. */
    HttpEndpoint management() {
        return ApiAndPages.of(management, rooms.adapters.operatorPages, Optional.empty());
    }

    /** Numbers for people, as a JSON object. */
    String statistics() {
        return rooms.json.write(MetricsSummaryJson.write(rooms.json.object().put("running", true), overview()));
    }

    private Map<String, ServiceStatus> services() {
        BackendServices backends = rooms.adapters.backends;
        return backends == null ? Map.of() : backends.status();
    }

    private ClientAddress callersAddress(HttpRequest request) {
        return rooms.entrance
                .get()
                .clients()
                .resolve(request.peer().getAddress(), name -> request.headers().getOrDefault(name, List.of()));
    }

    /** No proxy stands before the management port. */
    private static ClientAddress peer(HttpRequest request) {
        return new ClientAddress.Known(request.peer().getAddress());
    }

    GatewayStats overview() {
        GatewayConfig config = live().gateway();
        ConnectionCounts count = ConnectionCounts.of(rooms.connections.connections());
        return new GatewayStats(
                rooms.adapters.nodeId,
                rooms.health.uptime(),
                new GatewayStats.Connections(
                        count.total(),
                        count.authenticated(),
                        rooms.observation.connections(config.server(), rooms.adapters.webSockets)),
                new GatewayStats.Tasks(
                        rooms.tasks.running(),
                        rooms.tasks.waiting(),
                        config.processing().maxConcurrentTasks(),
                        config.processing().taskQueueSize()),
                rooms.observation.rates.now(),
                rooms.observation.process.memoryBytes());
    }

    private ConfigSnapshot live() {
        return rooms.configuration.current();
    }
}
