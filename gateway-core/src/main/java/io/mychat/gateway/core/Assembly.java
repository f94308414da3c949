package io.mychat.gateway.core;

import io.mychat.gateway.core.auth.AuthManager;
import io.mychat.gateway.core.auth.InMemoryTokenStore;
import io.mychat.gateway.core.auth.PasswordLogin;
import io.mychat.gateway.core.auth.TokenStoreLimits;
import io.mychat.gateway.core.chat.InMemoryMessageStore;
import io.mychat.gateway.core.chat.MessageStoreLimits;
import io.mychat.gateway.core.cluster.ClusterLink;
import io.mychat.gateway.core.cluster.ClusterSessions;
import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.core.codec.MessageDecoder;
import io.mychat.gateway.core.codec.MessageEncoder;
import io.mychat.gateway.core.config.ConfigManager;
import io.mychat.gateway.core.config.GatewayConfig;
import io.mychat.gateway.core.config.MessagesConfig;
import io.mychat.gateway.core.config.ProcessingConfig;
import io.mychat.gateway.core.config.ServerConfig;
import io.mychat.gateway.core.connection.ClientConnection;
import io.mychat.gateway.core.connection.ConnectionManager;
import io.mychat.gateway.core.connection.ConnectionMetrics;
import io.mychat.gateway.core.connection.InMemorySessionStore;
import io.mychat.gateway.core.connection.MultiPlatformAuthManager;
import io.mychat.gateway.core.connection.Notices;
import io.mychat.gateway.core.connection.OtherNodes;
import io.mychat.gateway.core.connection.TimeLimits;
import io.mychat.gateway.core.handler.BuiltInHandlers;
import io.mychat.gateway.core.http.AuthEndpoints;
import io.mychat.gateway.core.http.Callers;
import io.mychat.gateway.core.http.ConnectionEndpoints;
import io.mychat.gateway.core.http.CrossOrigin;
import io.mychat.gateway.core.http.DocumentEndpoint;
import io.mychat.gateway.core.http.EndpointGroup;
import io.mychat.gateway.core.http.HealthEndpoints;
import io.mychat.gateway.core.http.HttpApi;
import io.mychat.gateway.core.http.KickEndpoint;
import io.mychat.gateway.core.http.MetricsEndpoint;
import io.mychat.gateway.core.http.OverviewJson;
import io.mychat.gateway.core.http.PushEndpoint;
import io.mychat.gateway.core.http.ReloadEndpoint;
import io.mychat.gateway.core.inbox.InboxDelivery;
import io.mychat.gateway.core.observe.Health;
import io.mychat.gateway.core.observe.Overview;
import io.mychat.gateway.core.observe.Part;
import io.mychat.gateway.core.processor.InboundLimits;
import io.mychat.gateway.core.processor.MessageProcessor;
import io.mychat.gateway.core.processor.ProcessingOptions;
import io.mychat.gateway.core.processor.Reception;
import io.mychat.gateway.core.push.InMemoryIdempotencyStore;
import io.mychat.gateway.core.push.Pushes;
import io.mychat.gateway.core.reload.Reloader;
import io.mychat.gateway.core.router.RouterManager;
import io.mychat.gateway.core.security.ConnectionLimiter;
import io.mychat.gateway.core.security.InMemoryLoginFailures;
import io.mychat.gateway.core.security.LoginThrottle;
import io.mychat.gateway.spi.auth.CredentialVerifier;
import io.mychat.gateway.spi.auth.LoginFailures;
import io.mychat.gateway.spi.auth.TokenService;
import io.mychat.gateway.spi.auth.TokenStore;
import io.mychat.gateway.spi.auth.UserDirectory;
import io.mychat.gateway.spi.backend.BackendServices;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.spi.event.GatewayListener;
import io.mychat.gateway.spi.session.IdempotencyStore;
import io.mychat.gateway.spi.session.NodeBus;
import io.mychat.gateway.spi.session.SessionStore;
import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.HttpTransport;
import io.mychat.gateway.spi.transport.WebSocketTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

/**
 * All rooms of one gateway, put together and not yet at work. What is made here is closed by {@link GatewayServer}.
 */
final class Assembly {

    private static final int MAX_DEVICES = 32;
    private static final Duration SWEEP = Duration.ofMinutes(1);
    /** What a push may take at most besides waiting for other nodes. */
    private static final Duration STORE_TIME = Duration.ofSeconds(30);

    final WebSocketTransport webSockets;
    final HttpTransport http;
    final ExecutorService workers;
    final ExecutorService deliveries;
    final ExecutorService housekeeping;
    final ConnectionManager connections;
    final ClusterSessions cluster;
    final RouterManager router;
    final MessageProcessor processor;
    final Acceptor acceptor;
    final HttpApi api;
    final Health health;
    final Reloader reloader;
    final Observation observation;
    final ConfigWatch configWatch;
    /** Numbers for people, as a JSON object. */
    final Supplier<String> statistics;
    /** Started and stopped with the gateway. */
    final List<Repeating> repeated = new ArrayList<>();

    final ConnectionLimiter limiter;

    Assembly(ConfigManager configuration, Offers offers, GatewayListener listeners, TimeSource time, Ids ids) {
        observation = new Observation(time);
        GatewayListener events = new Events(List.of(observation.events, listeners));
        GatewayConfig config = configuration.current().gateway();
        ServerConfig server = config.server();
        ProcessingConfig processing = config.processing();
        Supplier<GatewayConfig> live = () -> configuration.current().gateway();

        workers = Workers.create("gateway-worker", processing.workerThreads());
        deliveries = Workers.create("gateway-delivery", processing.deliveryThreads());
        housekeeping = Workers.create("gateway-housekeeping", processing.housekeepingThreads());
        Map<String, ExecutorService> pools =
                Map.of("worker", workers, "delivery", deliveries, "housekeeping", housekeeping);
        observation.source(new PoolMetrics(pools));

        TokenService tokens = offers.require(TokenService.class, "gateway-auth");
        webSockets = offers.require(WebSocketTransport.class, "gateway-transport-undertow");
        http = offers.require(HttpTransport.class, "gateway-transport-undertow");
        SessionStore sessions = offers.orElse(SessionStore.class, () -> new InMemorySessionStore(time));
        MessageStore messages = offers.orElse(MessageStore.class, () -> embeddedMessages(config.messages(), time));
        TokenStore tokenStore = offers.orElse(
                TokenStore.class,
                () -> observation.source(new InMemoryTokenStore(time, TokenStoreLimits.defaults(), tokens::lifetime)));
        UserDirectory users = offers.find(UserDirectory.class).orElse(null);

        Json json = new Json(server.maxJsonDepth(), Math.max(server.maxMessageBytes(), server.maxBodyBytes()));
        MessageEncoder encoder = new MessageEncoder();
        MultiPlatformAuthManager platforms = new MultiPlatformAuthManager(configuration::current);
        ClusterLink link = offers.find(NodeBus.class)
                .map(bus -> observation.source(new ClusterLink(bus, housekeeping, processing.clusterPending())))
                .orElse(null);
        connections = new ConnectionManager(
                sessions,
                platforms,
                new Notices(json, encoder, time),
                events,
                new ConnectionManager.Surroundings(
                        offers.nodeId(),
                        new Derived<>(configuration, now -> TimeLimits.of(now.gateway())),
                        time,
                        housekeeping,
                        link == null ? OtherNodes.NONE : link));
        connections.attach();
        cluster = new ClusterSessions(
                connections, offers.nodeId(), link, ids.random().nextLong(), processing.clusterReplyTime());
        cluster.listen();
        InboxDelivery inbox = new InboxDelivery(
                messages,
                connections,
                json,
                encoder,
                new InboxDelivery.Surroundings(
                        deliveries, time, processing.deliveryThreads(), processing.maxOutboundBytes()));
        messages.listen(observation.source(inbox));

        AuthManager auth = new AuthManager(
                tokens, tokenStore, ids::secret, () -> live.get().auth().refreshExpire(), time);
        PasswordLogin login = offers.find(CredentialVerifier.class)
                .map(verifier -> new PasswordLogin(
                        verifier,
                        new LoginThrottle(
                                () -> live.get().security().failedLogins(),
                                offers.orElse(
                                        LoginFailures.class,
                                        () -> observation.source(new InMemoryLoginFailures(time)))),
                        events,
                        time))
                .orElse(null);

        router = new RouterManager(
                BuiltInHandlers.create(
                        connections,
                        new BuiltInHandlers.Access(
                                auth,
                                login,
                                platforms,
                                ids::device,
                                () -> live.get().auth().maxFailedAttempts()),
                        new BuiltInHandlers.Chat(messages, inbox, users, ids::message),
                        json,
                        time),
                configuration.current().router(),
                new RouterManager.Surroundings(
                        () -> configuration.current().gateway().processing().taskTimeout(),
                        offers.find(BackendServices.class).orElse(null),
                        time,
                        workers));
        processor = new MessageProcessor(
                router,
                platforms,
                connections,
                encoder,
                new MessageProcessor.Surroundings(
                        ProcessingOptions.of(processing), workers, observation.counters, cluster, time));
        observation.source(processor);

        Supplier<Entrance> entrance = new Derived<>(configuration, Entrance::of);
        limiter = new ConnectionLimiter(
                () -> live.get().server().maxConnections(),
                () -> live.get().security().maxConnectionsPerIp());
        Reception reception = new Reception(
                new MessageDecoder(json),
                processor,
                new Derived<>(configuration, now -> InboundLimits.of(now.gateway())),
                time);
        acceptor = new Acceptor(
                new Acceptor.Door(entrance, limiter, events, time), connections, reception, inbox, ids::session);

        observation.source(limiter);
        observation.source(new ConnectionMetrics(
                connections,
                () -> configuration.current().platforms().platforms().keySet(),
                () -> live.get().processing().maxOutboundBytes(),
                () -> live.get().security().maxConnectionsPerUser()));

        reloader = new Reloader(configuration, events, time);
        configWatch = new ConfigWatch(configuration, server, reloader, time);
        health = observation.health(
                List.of(
                        new Part("websocket_server", webSockets::isAccepting),
                        new Part("http_server", http::isAccepting)),
                offers.indicators(),
                new Watchlist(time)
                        .ports(webSockets, http)
                        .timers()
                        .tasks(processor, pools, live)
                        .files(configWatch)
                        .modules(offers.indicators())
                        .threads());
        Supplier<Overview> overview = () -> overview(offers.nodeId(), live.get());
        statistics = () -> json.write(OverviewJson.write(json.object().put("running", true), overview.get()));
        configuration.attach(new LiveParts(router, processor, connections));
        List<EndpointGroup> endpoints = List.of(
                new AuthEndpoints(
                        auth, login, platforms, connections, new AuthEndpoints.Surroundings(users, ids::device, json)),
                new HealthEndpoints(health, json, time),
                new MetricsEndpoint(overview, observation.metrics(offers.metrics()), json),
                new ConnectionEndpoints(cluster, json),
                new KickEndpoint(
                        cluster,
                        auth,
                        () -> configuration.current().platforms().platforms().keySet(),
                        events,
                        new KickEndpoint.Surroundings(json, time)),
                new PushEndpoint(
                        pushes(offers, config, time),
                        events,
                        new PushEndpoint.Surroundings(server.maxMessageBytes(), json, time)),
                new DocumentEndpoint(),
                new ReloadEndpoint(reloader, json));
        Callers callers = new Callers(
                auth,
                () -> live.get().security().apiKeys(),
                request -> entrance.get()
                        .addresses()
                        .clientAddress(
                                request.peer().getAddress(),
                                request.headers().getOrDefault("x-forwarded-for", List.of()),
                                request.headers().getOrDefault("x-real-ip", List.of()))
                        .getHostAddress());
        api = new HttpApi(
                endpoints,
                callers,
                new CrossOrigin(
                        () -> configuration.current().gateway().security().allowedOrigins()),
                json);
    }

    private Pushes pushes(Offers offers, GatewayConfig config, TimeSource time) {
        IdempotencyStore keys = offers.orElse(
                IdempotencyStore.class,
                () -> new InMemoryIdempotencyStore(time, config.messages().maxIdempotencyKeys()));
        Duration lease = config.processing().clusterReplyTime().plus(STORE_TIME);
        return new Pushes(cluster, keys, lease, config.messages().idempotency());
    }

    private InMemoryMessageStore embeddedMessages(MessagesConfig limits, TimeSource time) {
        InMemoryMessageStore store = observation.source(new InMemoryMessageStore(
                time,
                new MessageStoreLimits(
                        limits.retention(),
                        limits.dedupe(),
                        limits.maxPerInbox(),
                        limits.maxPerInbox(),
                        new MessageStoreLimits.Total(
                                limits.maxTotalBytes(), limits.maxInboxes(), limits.maxChats(), MAX_DEVICES))));
        repeated.add(new Repeating(time, SWEEP, housekeeping, store::sweep));
        return store;
    }

    private Overview overview(String nodeId, GatewayConfig config) {
        Collection<ClientConnection> open = connections.connections();
        long authenticated =
                open.stream().filter(client -> client.sessionOrNull() != null).count();
        return new Overview(
                nodeId,
                health.uptime(),
                new Overview.Connections(
                        open.size(), authenticated, config.server().maxConnections()),
                new Overview.Tasks(
                        processor.running(),
                        processor.waiting(),
                        config.processing().maxConcurrentTasks(),
                        config.processing().taskQueueSize()),
                observation.rates.now(),
                observation.process.memoryBytes());
    }
}
