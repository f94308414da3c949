package io.mychat.gateway.core;

import io.mychat.gateway.core.LiveSettings.Count;
import io.mychat.gateway.core.LiveSettings.Part;
import io.mychat.gateway.core.account.AccountChanges;
import io.mychat.gateway.core.auth.AccountCheck;
import io.mychat.gateway.core.auth.AuthManager;
import io.mychat.gateway.core.ban.ActiveBans;
import io.mychat.gateway.core.ban.BanEnforcer;
import io.mychat.gateway.core.ban.BanService;
import io.mychat.gateway.core.ban.LoginNames;
import io.mychat.gateway.core.ban.automatic.AutomaticBans;
import io.mychat.gateway.core.buffer.BufferLimits;
import io.mychat.gateway.core.buffer.BufferedBytes;
import io.mychat.gateway.core.chat.HeldMessages;
import io.mychat.gateway.core.chat.MessageService;
import io.mychat.gateway.core.cluster.ClusterDeliveries;
import io.mychat.gateway.core.cluster.ClusterLink;
import io.mychat.gateway.core.cluster.ClusterSessions;
import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.core.codec.JsonCodec;
import io.mychat.gateway.core.codec.MessageCodecs;
import io.mychat.gateway.core.config.GatewayConfig;
import io.mychat.gateway.core.config.ProcessingConfig;
import io.mychat.gateway.core.config.ServerConfig;
import io.mychat.gateway.core.config.TraceConfig;
import io.mychat.gateway.core.config.security.SecurityConfig;
import io.mychat.gateway.core.connection.ClientServices;
import io.mychat.gateway.core.connection.ClusterPeers;
import io.mychat.gateway.core.connection.ConnectionManager;
import io.mychat.gateway.core.connection.ConnectionMetrics;
import io.mychat.gateway.core.connection.MultiPlatformAuthManager;
import io.mychat.gateway.core.connection.PeerNotifier;
import io.mychat.gateway.core.event.EventDispatcher;
import io.mychat.gateway.core.event.MessageEvents;
import io.mychat.gateway.core.event.UndeliveredWatch;
import io.mychat.gateway.core.handler.BuiltInHandlers;
import io.mychat.gateway.core.handler.host.HandlerAdapter;
import io.mychat.gateway.core.handshake.ConnectionEnds;
import io.mychat.gateway.core.handshake.HandshakeAdmission;
import io.mychat.gateway.core.handshake.HandshakeHooks;
import io.mychat.gateway.core.handshake.HandshakeListener;
import io.mychat.gateway.core.handshake.HandshakePolicy;
import io.mychat.gateway.core.handshake.HandshakeTokens;
import io.mychat.gateway.core.handshake.TracedHandshakes;
import io.mychat.gateway.core.hook.GatewayHooks;
import io.mychat.gateway.core.hook.HookSlot;
import io.mychat.gateway.core.host.HostSessions;
import io.mychat.gateway.core.http.events.EventEndpoints;
import io.mychat.gateway.core.inbox.InboxDelivery;
import io.mychat.gateway.core.login.KickService;
import io.mychat.gateway.core.login.LoginService;
import io.mychat.gateway.core.login.LogoutService;
import io.mychat.gateway.core.login.PasswordLogin;
import io.mychat.gateway.core.login.ProviderLogouts;
import io.mychat.gateway.core.login.SessionBinder;
import io.mychat.gateway.core.login.TokenAuthenticator;
import io.mychat.gateway.core.observe.GatewayComponent;
import io.mychat.gateway.core.observe.Health;
import io.mychat.gateway.core.observe.MetricRegistry;
import io.mychat.gateway.core.plugin.PluginHost;
import io.mychat.gateway.core.processor.HostMessages;
import io.mychat.gateway.core.processor.InboundLimits;
import io.mychat.gateway.core.processor.MessageProcessor;
import io.mychat.gateway.core.processor.ProcessingOptions;
import io.mychat.gateway.core.processor.ReceiverFactory;
import io.mychat.gateway.core.processor.TaskRunner;
import io.mychat.gateway.core.protocol.Command;
import io.mychat.gateway.core.protocol.ServerMessages;
import io.mychat.gateway.core.push.PushData;
import io.mychat.gateway.core.push.PushService;
import io.mychat.gateway.core.reload.ConfigManager;
import io.mychat.gateway.core.reload.ConfigWatchSupervisor;
import io.mychat.gateway.core.reload.Reloader;
import io.mychat.gateway.core.rollout.NodeRollout;
import io.mychat.gateway.core.router.RouterManager;
import io.mychat.gateway.core.security.AcceptedConnections;
import io.mychat.gateway.core.security.ConnectionLimiter;
import io.mychat.gateway.core.security.UnauthenticatedConnections;
import io.mychat.gateway.core.security.anomaly.AnomalyDetector;
import io.mychat.gateway.core.security.login.CredentialThrottle;
import io.mychat.gateway.core.security.login.LoginLimits;
import io.mychat.gateway.core.security.login.LoginThrottle;
import io.mychat.gateway.core.security.rate.CommandQuotas;
import io.mychat.gateway.core.security.rate.HandshakeRates;
import io.mychat.gateway.core.security.rate.MessageQuotas;
import io.mychat.gateway.core.security.rate.UserQuotas;
import io.mychat.gateway.core.threads.AsyncCalls;
import io.mychat.gateway.core.threads.BackgroundRetry;
import io.mychat.gateway.core.threads.FixedDelayTask;
import io.mychat.gateway.core.threads.ThreadPoolMetrics;
import io.mychat.gateway.core.threads.ThreadPools;
import io.mychat.gateway.core.trace.TraceService;
import io.mychat.gateway.core.tracelog.TraceListener;
import io.mychat.gateway.spi.HandlerRegistry;
import io.mychat.gateway.spi.event.GatewayListener;
import io.mychat.gateway.spi.event.HealthIndicator;
import io.mychat.gateway.spi.event.Tracer;
import io.mychat.gateway.spi.message.HandlerDefinition;
import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.ConnectionGate.PortKind;
import io.mychat.gateway.spi.transport.ConnectionListener;
import io.mychat.gateway.spi.transport.HttpTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * All components of one gateway, connected but not started. {@link Lifecycle} opens and closes them. Longer
 * than 300 lines because it is the one place that connects the components.
 */
final class Components {

    private static final Duration QUOTA_SWEEP = Duration.ofSeconds(10);
    /** What a reply has besides its data: ids, code, text and time. */
    private static final int ENVELOPE_BYTES = 1024;
    /** The time limit of a push, in addition to the wait for other nodes. */
    private static final Duration PUSH_STORE_TIME = Duration.ofSeconds(30);

    final ConfigManager configuration;
    private final LiveSettings settings;
    final Adapters adapters;
    final GatewayListener events;
    final TimeSource time;
    final IdGenerator ids;
    final Json json;
    final ThreadPools pools;
    final BufferedBytes buffers;
    final MultiPlatformAuthManager platforms;
    final AuthManager auth;
    final TokenAuthenticator tokens;
    final LoginService logins;
    final LogoutService logouts;
    final ProviderLogouts providerLogouts;
    final KickService kicks;
    final PushService pushes;
    final PushData pushData;
    final MessageService messages;
    final HostSessions sessions;
    final AsyncCalls hostCalls;

    final CredentialThrottle credentials;
    final ConnectionManager connections;
    final ClusterSessions cluster;
    final TraceService traces;
    final AccountChanges accountChanges;
    final ActiveBans activeBans;
    final BanService bans;
    /** Compares the bans with the store, in case another node's message is lost. */
    final FixedDelayTask banComparison;

    final RouterManager router;
    /** Takes the handlers of the host. */
    final HandlerRegistry handlers;

    final PluginHost.Handlers pluginHandlers;
    final HookSlot hooks = new HookSlot();
    final HeldMessages held;
    private final List<HandlerDefinition> builtIn;
    private final HandlerAdapter adapter;

    final TaskRunner tasks;
    final MessageProcessor processor;
    final HostMessages hostMessages;
    /** Removes users whose quotas are fully restored. */
    final FixedDelayTask quotaSweep;

    final Supplier<HandshakePolicy> entrance;
    final HandshakeListener acceptor;
    /** The acceptor, with its spans. */
    final ConnectionListener handshakes;
    /** The sessions of clients whose network breaks WebSocket. */
    final EventEndpoints eventStreams;

    final Reloader reloader;
    final ConfigWatchSupervisor configWatch;
    final Observability observation;
    final Health health;
    final NodeRollout rollout;
    final MetricRegistry metrics;

    Components(
            ConfigManager configuration,
            AdapterRegistry adapterRegistry,
            GatewayListener listeners,
            TimeSource time,
            IdGenerator ids) {
        this.configuration = configuration;
        this.time = time;
        this.ids = ids;
        GatewayConfig config = configuration.current().gateway();
        ServerConfig server = config.server();
        ProcessingConfig processing = config.processing();
        settings = new LiveSettings(configuration);
        Supplier<GatewayConfig> live = settings.part(Part.GATEWAY);
        Supplier<SecurityConfig> security = settings.part(Part.SECURITY);
        Supplier<TraceConfig> traced = settings.part(Part.TRACE);
        Supplier<Set<String>> platformNames = settings.part(Part.PLATFORM_NAMES);

        observation = new Observability(
                time, processing, adapterRegistry.find(Tracer.class).orElse(Tracer.NONE), traced);
        AnomalyDetector anomalies = observation.source(new AnomalyDetector(
                new EventDispatcher(
                        List.of(observation.events, new TraceListener(observation.recorder), listeners), time),
                security,
                time));
        AutomaticBans automaticBans = observation.source(new AutomaticBans(anomalies, security, time));
        events = automaticBans;
        pools = ThreadPools.create(processing, config.plugins().hookThreads(), adapterRegistry.find(Executor.class));
        observation.source(new ThreadPoolMetrics(pools.byName()));
        observation.source(pools.boundedLogins());
        observation.source(pools.boundedHost());
        observation.source(pools.hookedLogins());
        observation.source(pools.hookedMessages());
        hostCalls = new AsyncCalls(pools.boundedHost());
        adapters = new Adapters(adapterRegistry, config, observation, time, pools.housekeeping());

        BackgroundRetry retry =
                observation.source(new BackgroundRetry(processing.storeRetries(), pools.housekeeping(), time));
        buffers = observation.source(new BufferedBytes(BufferLimits.of(server, processing.unreadTimeout()), time));
        json = new Json(server.maxJsonDepth(), Math.max(server.maxMessageBytes(), server.maxBodyBytes()));
        platforms = new MultiPlatformAuthManager(settings.part(Part.SNAPSHOT));
        auth = new AuthManager(
                adapters.tokens,
                adapters.tokenStore,
                new AccountCheck(adapters.users),
                new AuthManager.RefreshTokens(ids.secrets(), settings.part(Part.REFRESH_LIFETIMES)),
                time);
        ClusterLink link = adapters.bus == null
                ? null
                : observation.source(new ClusterLink(adapters.bus, pools.cluster(), processing.clusterMaxPending()));
        connections = new ConnectionManager(
                adapters.sessions,
                platforms,
                new ClientServices(
                        new ServerMessages(json, time),
                        settings.derived(Part.TIMEOUTS),
                        buffers,
                        time,
                        observation.tracer),
                new ClusterPeers(adapters.nodeId, link == null ? PeerNotifier.NONE : link),
                new ConnectionManager.Dependencies(
                        events, pools.housekeeping(), retry, auth::revoke, observation.recorder));
        cluster = new ClusterSessions(
                connections, adapters.nodeId, link, ids.random().nextLong(), processing.clusterReplyTimeout());
        traces = new TraceService(
                observation.recorder,
                cluster,
                adapters.messages,
                adapters.users,
                new TraceService.Dependencies(adapters.nodeId, traced, events, time));
        accountChanges = new AccountChanges(
                auth,
                connections.accounts(),
                cluster::accountChanged,
                new AccountChanges.Dependencies(
                        adapters.users, retry, processing.storeRetries().reloadStoreTimeout(), events, time));
        activeBans = new ActiveBans(time);
        bans = observation.source(new BanService(
                adapters.bans,
                activeBans,
                new BanEnforcer(connections, events, time),
                security,
                new BanService.Dependencies(
                        new LoginNames(adapters.users, connections),
                        ids.messages(),
                        link == null ? () -> {} : link::announceBans,
                        pools.housekeeping(),
                        hostCalls,
                        events,
                        time)));
        automaticBans.by(bans::banSoon);
        bans.onFound(automaticBans::found);
        if (link != null) {
            link.onBansChanged(bans::refreshSoon);
            link.recordWith(observation.recorder);
        }
        banComparison = new FixedDelayTask(
                time, config.security().bans().banCompare(), pools.housekeeping(), bans::refreshIfPossible);
        Supplier<UndeliveredWatch.Limits> undelivered = settings.part(Part.UNDELIVERED_MESSAGES);
        UndeliveredWatch undeliveredWatch = observation.source(new UndeliveredWatch(
                undelivered, new ClusterDeliveries(cluster, adapters.messages), listeners, pools.housekeeping(), time));
        MessageEvents messageEvents = new MessageEvents(listeners, undeliveredWatch, time);
        InboxDelivery inbox = observation.source(new InboxDelivery(
                adapters.messages,
                connections,
                new InboxDelivery.Dependencies(
                        pools.deliveries(),
                        time,
                        processing.deliveryThreads(),
                        processing.maxOutboundBytes(),
                        observation.traces,
                        observation.recorder,
                        messageEvents)));
        adapters.messages.listen(inbox);
        if (link != null) {
            link.onDeliveryAsked(inbox::hasTaken);
            link.onSessionEnd(undeliveredWatch::endedElsewhere);
            // Twice, since the clocks of nodes differ a little.
            inbox.onEnd(() -> undelivered.get().after().multipliedBy(2), link::announceEnd);
        }

        Supplier<LoginLimits> loginLimits = settings.derived(Part.LOGIN_LIMITS);
        LoginThrottle throttle = new LoginThrottle(loginLimits, adapters.loginFailures);
        credentials = observation.source(new CredentialThrottle(loginLimits, adapters.loginFailures, time));
        tokens = new TokenAuthenticator(auth, credentials, connections.terminator(), activeBans);
        logins = new LoginService(
                adapters.passwords == null
                        ? null
                        : new PasswordLogin(
                                adapters.passwords,
                                throttle,
                                auth,
                                activeBans,
                                new PasswordLogin.Reports(events, hooks, time)),
                tokens,
                platforms,
                new SessionBinder(
                        new SessionBinder.AccessDependencies(connections, auth, activeBans, adapters.logins),
                        inbox,
                        settings.count(Count.FAILED_ATTEMPTS),
                        time),
                new LoginService.Dependencies(
                        ids.devices(), hooks, time, observation.logins, adapters.loginsNeverWait()));
        logouts = new LogoutService(auth, connections.terminator(), events, hooks, time);
        providerLogouts = new ProviderLogouts(
                adapters.tokens,
                auth,
                connections.accounts(),
                credentials,
                new ProviderLogouts.Dependencies(adapters.idempotencyKeys, events, time));

        kicks = new KickService(connections, auth, platformNames, events, time);
        pushes = new PushService(
                cluster,
                adapters.idempotencyKeys,
                processing.clusterReplyTimeout().plus(PUSH_STORE_TIME),
                config.messages().idempotency(),
                time);
        pushData = new PushData(json, server.maxMessageBytes());
        sessions =
                new HostSessions(connections, cluster, new HostSessions.Services(pushes, kicks), pushData, hostCalls);
        held = observation.source(new HeldMessages(settings.part(Part.HELD_MESSAGES), time));
        messages = new MessageService(
                adapters.messages,
                adapters.users,
                ids.messages(),
                server.maxMessageBytes(),
                new MessageService.Dependencies(messageEvents, hooks, held, time));
        adapter = new HandlerAdapter(
                adapterRegistry.interceptors(), json, processing.maxOutboundBytes() - ENVELOPE_BYTES, time);
        builtIn = new BuiltInHandlers(connections, json)
                .logins(logins, pools.boundedLogins(), time)
                .devices(logouts)
                .messages(messages, adapters.messages, inbox, !adapter.hasInterceptors())
                .heartbeat(time)
                .definitions();
        router = new RouterManager(
                around(builtIn),
                configuration.current().router(),
                new RouterManager.Dependencies(
                        settings.part(Part.TASK_TIMEOUT),
                        adapters.backends,
                        time,
                        pools.workers(),
                        observation.counters.latencies()));
        handlers = definition -> router.register(adapter.adapt(Objects.requireNonNull(definition, "definition")));
        pluginHandlers = (definition, elsewhere) -> router.register(adapter.adapt(definition, elsewhere));
        Supplier<InboundLimits> inboundLimits = settings.derived(Part.INBOUND_LIMITS);
        UserQuotas quotas = observation.source(new UserQuotas(
                () -> inboundLimits.get().rates(), settings.count(Count.TRACKED_USERS), anomalies::message, time));
        quotaSweep = new FixedDelayTask(time, QUOTA_SWEEP, pools.housekeeping(), quotas::sweep);
        tasks = observation.source(new TaskRunner(pools.workers(), ProcessingOptions.of(processing)));
        processor = new MessageProcessor(
                router,
                platforms,
                connections,
                new MessageProcessor.Dependencies(
                        tasks,
                        observation.counters,
                        sessions,
                        new MessageQuotas(quotas, commandQuotas()),
                        observation.recorder,
                        time));

        hostMessages = new HostMessages(
                connections,
                processor,
                inboundLimits,
                new HostMessages.Dependencies(adapters.nodeId, server.maxMessageBytes(), pools.host(), time));

        entrance = settings.derived(Part.HANDSHAKE_POLICY);
        ConnectionLimiter limiter = observation.source(new ConnectionLimiter(
                () -> observation.connections(live.get().server(), adapters.webSockets),
                settings.count(Count.CONNECTIONS_PER_ADDRESS)));
        UnauthenticatedConnections unauthenticated = observation.source(new UnauthenticatedConnections(
                settings.count(Count.UNAUTHENTICATED), settings.count(Count.UNAUTHENTICATED_PER_ADDRESS)));
        AcceptedConnections gate = observation.source(new AcceptedConnections(
                () -> new AcceptedConnections.Bounds(
                        live.get().server().accept(),
                        live.get().security().maxConnectionsPerIp(),
                        observation.openFiles.sockets()),
                () -> entrance.get().clients(),
                buffers,
                time));
        adapters.webSockets.guard(gate);
        HttpTransport http = adapters.http.orElse(null);
        if (http != null) {
            http.guard(gate);
        }
        HttpTransport management = adapters.management.orElse(null);
        if (management != null) {
            management.guard(gate.at(PortKind.MANAGEMENT));
        }
        MessageCodecs codecs = new MessageCodecs(new JsonCodec(json), adapterRegistry.codecs(), time);
        ConnectionEnds ends = new ConnectionEnds(connections, inbox);
        acceptor = new HandshakeListener(
                new HandshakeAdmission(
                        entrance,
                        new HandshakeAdmission.Limits(limiter, unauthenticated, handshakeRates(live)),
                        activeBans,
                        new HandshakeAdmission.Reports(events, time)),
                connections,
                new HandshakeListener.Receivers(
                        codecs,
                        new ReceiverFactory(processor, inboundLimits, observation.counters, time, ends),
                        new HandshakeHooks(
                                hooks, new HandshakeTokens(auth, adapters.users), json, pools.hookedLogins()),
                        buffers),
                ends,
                ids.sessions());
        handshakes = observation.tracer == Tracer.NONE ? acceptor : new TracedHandshakes(acceptor, observation.tracer);
        eventStreams = observation.source(new EventEndpoints(handshakes, live, ids.secrets(), json, time));
        observation.source(new ConnectionMetrics(
                connections,
                platformNames,
                codecs.subprotocols(),
                settings.count(Count.OUTBOUND_BYTES),
                settings.count(Count.CONNECTIONS_PER_USER)));

        reloader = new Reloader(
                configuration,
                new KeyChangeCheck(configuration, new ReloadTargets(router, tasks, connections, auth, accountChanges)),
                events,
                time);
        configWatch = new ConfigWatchSupervisor(configuration, server, reloader, time);
        List<GatewayComponent> ports = new ArrayList<>();
        ports.add(new GatewayComponent("websocket_server", adapters.webSockets::isAccepting));
        if (http != null) {
            ports.add(new GatewayComponent("http_server", http::isAccepting));
        }
        if (management != null) {
            ports.add(new GatewayComponent("management_server", management::isAccepting));
        }
        List<HealthIndicator> indicators = List.copyOf(adapterRegistry.indicators());
        health = observation.health(
                ports,
                indicators,
                () -> new WatchdogChecks(time)
                        .ports(adapters.webSockets, adapters.http, adapters.management)
                        .timers()
                        .tasks(tasks, pools.byName(), live)
                        .files(configWatch)
                        .modules(indicators)
                        .threads()
                        .things());
        rollout = observation.source(new NodeRollout(
                adapters.nodeId,
                connections,
                cluster.rollout(),
                () -> {
                    health.enter(Health.Phase.DRAINING);
                    acceptor.close();
                },
                new NodeRollout.Dependencies(settings.part(Part.ROLLOUT), pools.housekeeping(), time, ids.random())));
        metrics = observation.metrics(adapterRegistry.metrics());
    }

    private List<HandlerDefinition> around(List<HandlerDefinition> definitions) {
        List<HandlerDefinition> around = new ArrayList<>();
        for (HandlerDefinition definition : definitions) {
            around.add(adapter.around(definition));
        }
        return around;
    }

    /** Lets the hooks of plug-ins take effect: the commands that wait for them get threads of their own. */
    void use(GatewayHooks all) {
        hooks.set(all);
        if (!all.login().isEmpty()) {
            offload(pools.hookedLogins(), Command.TOKEN_VERIFY);
        }
        if (!all.logout().isEmpty()) {
            offload(pools.hookedLogins(), Command.LOGOUT);
        }
        if (all.concernMessages()) {
            offload(pools.hookedMessages(), Command.MESSAGE_SEND);
        }
    }

    private void offload(Executor threads, Command command) {
        builtIn.stream()
                .filter(definition -> definition.name().equals(command.handler()))
                .map(definition -> adapter.around(BuiltInHandlers.waitingForHooks(definition, threads)))
                .forEach(router::replaceBuiltIn);
    }

    private CommandQuotas commandQuotas() {
        return observation.source(
                new CommandQuotas(settings.derived(Part.COMMAND_LIMITS), settings.count(Count.TRACKED_USERS), time));
    }

    private HandshakeRates handshakeRates(Supplier<GatewayConfig> live) {
        return observation.source(new HandshakeRates(
                settings.derived(Part.HANDSHAKE_RATES),
                live.get().security().handshakes().maxHandshakeAddresses(),
                time));
    }
}
