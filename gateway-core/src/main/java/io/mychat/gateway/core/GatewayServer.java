package io.mychat.gateway.core;

import io.mychat.gateway.core.archive.ArchiveTask;
import io.mychat.gateway.core.archive.UserErasure;
import io.mychat.gateway.core.audit.AuditAnchor;
import io.mychat.gateway.core.audit.AuditLog;
import io.mychat.gateway.core.audit.AuditTail;
import io.mychat.gateway.core.audit.AuditTrail;
import io.mychat.gateway.core.config.CommandRange;
import io.mychat.gateway.core.config.ConfigException;
import io.mychat.gateway.core.config.ConfigFault;
import io.mychat.gateway.core.config.ConfigFile;
import io.mychat.gateway.core.config.ConfigSnapshot.ConfiguredModule;
import io.mychat.gateway.core.config.DrainOptions;
import io.mychat.gateway.core.config.ReloadOutcome;
import io.mychat.gateway.core.config.RouteConfig;
import io.mychat.gateway.core.event.EventDispatcher;
import io.mychat.gateway.core.event.QueuedListener;
import io.mychat.gateway.core.host.HostChats;
import io.mychat.gateway.core.host.HostTokens;
import io.mychat.gateway.core.host.HostTraces;
import io.mychat.gateway.core.plugin.PluginHost;
import io.mychat.gateway.core.plugin.PluginManager;
import io.mychat.gateway.core.reload.ConfigManager;
import io.mychat.gateway.core.router.CommandClaims;
import io.mychat.gateway.core.status.GatewayStats;
import io.mychat.gateway.core.status.HealthReport;
import io.mychat.gateway.spi.GatewayView;
import io.mychat.gateway.spi.HandlerRegistry;
import io.mychat.gateway.spi.auth.AccountChange;
import io.mychat.gateway.spi.auth.CredentialVerifier;
import io.mychat.gateway.spi.auth.Tokens;
import io.mychat.gateway.spi.ban.Bans;
import io.mychat.gateway.spi.chat.Chats;
import io.mychat.gateway.spi.chat.MessageArchive;
import io.mychat.gateway.spi.config.SettingFault;
import io.mychat.gateway.spi.event.GatewayListener;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.message.HandlerDefinition;
import io.mychat.gateway.spi.message.MessageHandler;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.message.UnifiedMessage;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.Sessions;
import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.trace.Traces;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * GatewayServer of specification 3.1: a whole gateway in one object.
 *
 * <p>Life cycle: built, started once, stopped once. Thread-safe: this object's lock guards start and stop, and a stop
 * waits for a running start. All other calls are allowed at any time in between.
 *
 * <p>It is long because it has all calls of the specification and of hosts. Each of them delegates.
 *
 * @since 0.1.0
 */
public final class GatewayServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(GatewayServer.class);

    private final ConfigManager configuration;
    private final GatewayBuilder.Parts parts;
    private final TimeSource time;
    private final @Nullable SystemTime ownTime;
    private final StartupCheck startup;
    private final PluginManager plugins;
    private final EventDispatcher listeners;
    private final IdGenerator idGenerator = new IdGenerator();
    private final AdapterRegistry adapterRegistry;
    private final List<HandlerDefinition> waitingHandlers = new ArrayList<>();
    /** Of the handlers that wait; guarded by their list. */
    private final CommandClaims claims;

    /** Takes registrations from the start on; with the handlers that wait for it, guarded by their list. */
    private @Nullable HandlerRegistry openRegistry;

    private volatile @Nullable Running running;
    private @Nullable AuditTrail auditTrail;
    private @Nullable AuditAnchor auditAnchor;
    private boolean started;
    private boolean stopped;

    /** The parts that exist only between start and stop. */
    private record Running(Components rooms, Lifecycle operation, Lifecycle.Ports ports) {}

    GatewayServer(
            ConfigManager configuration,
            GatewayBuilder.Parts parts,
            StartupCheck startup,
            PluginManager plugins,
            TimeSource time,
            @Nullable SystemTime ownTime) {
        this.configuration = configuration;
        this.startup = startup;
        this.plugins = plugins;
        this.listeners = new EventDispatcher(parts.listeners(), time);
        this.parts = parts;
        this.time = time;
        this.ownTime = ownTime;
        this.adapterRegistry = new AdapterRegistry(
                parts.adapters(),
                configuration.current().gateway().server().nodeId().orElseGet(idGenerator::node),
                configuration.current().gateway().server().maxJsonDepth());
        adapterRegistry.observeAll(parts.listeners());
        adapterRegistry.observe(plugins);
        adapterRegistry.observeAll(plugins.health());
        adapterRegistry.observeAll(plugins.alertChannels());
        adapterRegistry.observeAll(parts.alertChannels());
        adapterRegistry.intercept(parts.interceptors());
        adapterRegistry.verifyTokens(parts.tokenVerifiers());
        adapterRegistry.encodeWith(parts.codecs());
        this.waitingHandlers.addAll(parts.handlers());
        this.claims = StartupCheck.claims(parts.handlers(), new ArrayList<>());
    }

    /** Begins to build a gateway; all adapters on the class path are found by themselves. */
    public static GatewayBuilder builder() {
        return new GatewayBuilder();
    }

    /** The specification's own form: two files and two ports. The rest comes from the environment and the builder. */
    public static GatewayBuilder builder(Path platformStrategy, Path routerConfig, int websocketPort, int httpPort) {
        return builder()
                .setting(
                        "server.platform_strategy",
                        Objects.requireNonNull(platformStrategy, "platformStrategy")
                                .toAbsolutePath())
                .setting(
                        "server.router_config",
                        Objects.requireNonNull(routerConfig, "routerConfig").toAbsolutePath())
                .websocketPort(websocketPort)
                .httpPort(httpPort);
    }

    /**
     * Opens stores and ports and starts to serve. After a failure, everything that was opened is closed again.
     *
     * @throws IOException when a port cannot be bound; the message names the port
     * @throws ConfigException when a route names an unregistered handler, when a plug-in fails, or when a module finds
     *     a fault that only the complete gateway shows
     * @throws IllegalStateException when an adapter is missing, or the gateway was started before
     */
    public synchronized void start() throws IOException {
        if (started) {
            throw new IllegalStateException("A gateway is started once; build another one");
        }
        started = true;
        Lifecycle operation = null;
        try {
            if (parts.accounts().isPresent()) {
                adapterRegistry.make(
                        CredentialVerifier.class, parts.accounts().get().passwordVerifier());
            }
            for (ConfiguredModule module : configuration.current().modules()) {
                module.module().create(adapterRegistry);
            }
            adapterRegistry.requireTls();
            // After the modules: one of them may have opened the log's file.
            log.info("MyChat Gateway is starting as node {}", adapterRegistry.nodeId());
            for (ConfigFault warning : startup.warnings()) {
                log.warn("{}", warning);
            }
            Optional<AuditTrail> trail = AuditFactory.open(configuration, adapterRegistry.nodeId(), time);
            if (trail.isPresent()) {
                own(trail.get());
                anchor(trail.get(), adapterRegistry.nodeId());
            }
            AuditTail tail = new AuditTail(
                    () -> configuration.current().gateway().audit().tailLines());
            listeners.add(new AuditLog(
                    trail,
                    tail,
                    () -> configuration.current().gateway().security().auditedRefusalsPerSecond()));
            Components rooms = new Components(configuration, adapterRegistry, listeners, time, idGenerator);
            operation = new Lifecycle(rooms, tail);
            installHandlers(rooms);
            attachModules(rooms);
            rooms.use(plugins.start());
            Lifecycle.Ports ports = operation.open();
            running = new Running(rooms, operation, ports);
            log.info(
                    "{}",
                    StartLine.of(ports, adapterRegistry, configuration.current().modules()));
        } finally {
            if (running == null) {
                stopped = true;
                release(operation);
            }
        }
    }

    /**
     * As {@link #start()}, on a thread of its own.
     *
     * @return fails with the exceptions of {@link #start()}
     */
    public CompletionStage<Void> startAsync() {
        return onOwnThread("gateway-start", () -> {
            start();
            return true;
        });
    }

    private void attachModules(Components rooms) {
        GatewayView view =
                new ModuleView(rooms.metrics, rooms.adapters.idempotencyKeys, adapterRegistry.alertChannels());
        List<ConfigFault> faults = new ArrayList<>();
        for (ConfiguredModule module : configuration.current().modules()) {
            for (SettingFault fault : module.module().attach(view)) {
                faults.add(StartupCheck.fault(configuration.label(), fault));
            }
        }
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
    }

    private void installHandlers(Components rooms) {
        synchronized (waitingHandlers) {
            for (HandlerDefinition waiting : waitingHandlers) {
                rooms.handlers.register(waiting);
            }
            waitingHandlers.clear();
            openRegistry = rooms.handlers;
        }
        plugins.install(new PluginHost(
                adapterRegistry.nodeId(),
                new PluginHost.Calls(
                        rooms.sessions,
                        new HostTokens(rooms.auth, rooms.logouts, rooms.adapters.users, rooms.hostCalls),
                        new HostChats(rooms.messages, rooms.hostCalls),
                        rooms.bans),
                listeners,
                rooms.pluginHandlers));
        rooms.router.verify();
    }

    /**
     * Stops in an orderly way: refuses new connections, notifies the clients (4005), lets each leave at its own moment
     * within {@code server.drain_seconds}, waits for running work, closes with 1001, and releases everything. Does nothing when the gateway is not
     * running. The failure of one part is logged and does not keep others from being released.
     */
    public synchronized void stop() {
        Running now = running;
        if (now == null || stopped) {
            return;
        }
        stopped = true;
        ShutdownSteps.step("The gateway", now.operation()::leave);
        running = null;
        release(now.operation());
        log.info("Gateway has stopped");
    }

    private void release(@Nullable Lifecycle operation) {
        synchronized (waitingHandlers) {
            waitingHandlers.clear();
            // A host may keep this object; it does not keep the stores and everything else.
            openRegistry = definition -> {
                throw new IllegalStateException("The gateway has stopped");
            };
        }
        // Before the stores are closed, which a plug-in may use for its last work.
        ShutdownSteps.step("The plug-ins", plugins::stop);
        if (operation != null) {
            operation.close();
        }
        adapterRegistry.close();
        List<AutoCloseable> handedOver = new ArrayList<>(parts.handedOver());
        Collections.reverse(handedOver);
        handedOver.forEach(part -> ShutdownSteps.step(part.getClass().getSimpleName(), part::close));
        closeAudit();
        closeOwnTime();
    }

    /** The audit is closed behind everything that may write a line. */
    private void own(AuditTrail opened) {
        adapterRegistry.observe(opened);
        auditTrail = opened;
    }

    private void anchor(AuditTrail trail, String nodeId) {
        AuditAnchor anchor = new AuditAnchor(
                trail, nodeId, () -> configuration.current().gateway().audit().anchor(), time);
        adapterRegistry.observe(anchor);
        auditAnchor = anchor;
    }

    private void closeAudit() {
        AuditAnchor anchor = auditAnchor;
        if (anchor != null) {
            ShutdownSteps.step("The anchor of the audit", anchor::close);
        }
        AuditTrail open = auditTrail;
        if (open != null) {
            ShutdownSteps.step("The audit", open::close);
        }
    }

    private void closeOwnTime() {
        SystemTime own = ownTime;
        if (own != null) {
            ShutdownSteps.step("The timers", own::close);
        }
    }

    /**
     * Checks what only a start would find, and releases this gateway, which was never started.
     *
     * @return the warnings
     * @throws ConfigException with all faults
     */
    synchronized List<ConfigFault> checkAndAbandon() {
        started = true;
        stopped = true;
        closeOwnTime();
        try {
            return startup.deep(plugins);
        } finally {
            plugins.abandon();
        }
    }

    /** As {@link #stop()}, on a thread of its own. */
    public CompletionStage<Void> stopAsync() {
        return onOwnThread("gateway-stop", () -> {
            stop();
            return true;
        });
    }

    /** The threads for calls of the host live from the start to the stop only. */
    private static CompletionStage<Void> onOwnThread(String name, Callable<Boolean> call) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        new Thread(
                        () -> {
                            try {
                                boolean unused = call.call();
                                done.complete(null);
                            } catch (Throwable e) { // handed to the caller
                                done.completeExceptionally(e);
                            }
                        },
                        name)
                .start();
        return done.minimalCompletionStage();
    }

    /** As {@link #stop()}. */
    @Override
    public void close() {
        stop();
    }

    /** Whether the gateway has been started and not stopped. */
    public boolean isRunning() {
        return running != null;
    }

    /**
     * Numbers for people, as a JSON object: connections, messages, tasks.
     */
    public String serverStats() {
        Running now = running;
        if (now == null) {
            return "{\"running\":false}";
        }
        return now.operation().statistics();
    }

    /**
     * The numbers of {@link #serverStats()} as values. Does not block.
     *
     * @throws IllegalStateException when the gateway is not running
     */
    public GatewayStats stats() {
        return runningNow().operation().stats();
    }

    /** The health of the gateway and its components. Does not block; {@link HealthReport#NOT_RUNNING} when it is. */
    public HealthReport health() {
        Running now = running;
        return now == null ? HealthReport.NOT_RUNNING : now.rooms().health.report();
    }

    /** All metrics of the gateway; none while it does not run. A binder to the registry of the host reads them. */
    public MetricSource metrics() {
        return () -> {
            Running now = running;
            return now == null ? List.of() : now.rooms().metrics.metrics();
        };
    }

    /**
     * Pushes a message (4001) to all of a user's sessions. It is not stored.
     *
     * @param message the {@code data} of the message: JSON, at most {@code server.max_message_bytes} of UTF-8
     * @return whether at least one session's outbound queue accepted it
     * @throws IllegalArgumentException when {@code message} is not JSON, or too long
     */
    public boolean pushMessageToUser(String userId, String message) {
        return sessions()
                        .pushToUser(
                                Objects.requireNonNull(userId, "userId"), Objects.requireNonNull(message, "message"))
                > 0;
    }

    /** As {@link #pushMessageToUser}, to one device. */
    public boolean pushMessageToDevice(String userId, String deviceId, String platform, String message) {
        Objects.requireNonNull(userId, "userId");
        Objects.requireNonNull(deviceId, "deviceId");
        Objects.requireNonNull(platform, "platform");
        Objects.requireNonNull(message, "message");
        return sessions().pushToDevice(userId, new DeviceKey(platform, deviceId), message) > 0;
    }

    /** The number of online users. */
    public long onlineCount() {
        return sessions().onlineCount();
    }

    /**
     * Ends the tokens, logins and sessions that a changed account no longer justifies, on every node of the cluster. A
     * host application with its own user directory calls it on one node after each change of an account. Users of
     * {@code auth.users_file} need no call, because a reload finds their changes. {@link AccountChange} says what ends;
     * the {@link io.mychat.gateway.spi.auth.UserDirectory} is asked for the current state of the account. Blocks;
     * idempotent.
     *
     * @return the number of ended sessions
     * @throws io.mychat.gateway.spi.StoreUnavailableException when a store cannot be reached: sessions of this node may
     *     have ended, and the call has to be repeated
     * @throws IllegalStateException when the gateway is not running
     */
    public int accountChanged(String userId, AccountChange change) {
        return rooms().accountChanges
                .apply(Objects.requireNonNull(userId, "userId"), Objects.requireNonNull(change, "change"));
    }

    /** As {@link #accountChanged}, on another thread; fails with the same exceptions. */
    public CompletionStage<Integer> accountChangedAsync(String userId, AccountChange change) {
        Objects.requireNonNull(userId, "userId");
        Objects.requireNonNull(change, "change");
        Components rooms = rooms();
        return rooms.hostCalls.call(() -> rooms.accountChanges.apply(userId, change));
    }

    /**
     * Handles a message for a session as if its client had sent it ({@code process_message_async}): after the session's
     * earlier messages, with the same authentication, roles, quotas, routes, interceptors and time limit. Session, user,
     * platform and time of the message are those of the session. The client gets no reply; the stage has it, refusals
     * and failures included. The rate of the session is counted for the host apart from the client. Does not block.
     *
     * <p>A handler must not wait for a message of its own session, which comes after it.
     *
     * @return never fails. Code 401 {@code session_ended}: the session is over; 503 {@code overloaded}: too many of its
     *     messages wait. Dependent stages run on a thread of the gateway and must not block it
     * @throws IllegalArgumentException when another gateway holds the session, or the data is longer than {@code
     *     server.max_message_bytes}
     * @throws IllegalStateException when the gateway is not running
     */
    public CompletionStage<Reply> process(Session session, UnifiedMessage message) {
        Objects.requireNonNull(session, "session");
        Objects.requireNonNull(message, "message");
        return rooms().hostMessages.process(session, message);
    }

    /**
     * Reloads a configuration file; with the main file, also all files that it names. A configuration with faults
     * changes nothing. Blocks.
     *
     * @param by the origin of the reload, for the audit log
     * @throws IllegalStateException when the gateway is not running
     */
    public ReloadOutcome reload(ConfigFile file, String by) {
        return rooms().reloader
                .reload(Objects.requireNonNull(file, "file"), Optional.empty(), Objects.requireNonNull(by, "by"));
    }

    /** As {@link #reload}, on another thread. */
    public CompletionStage<ReloadOutcome> reloadAsync(ConfigFile file, String by) {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(by, "by");
        Components rooms = rooms();
        return rooms.hostCalls.call(() -> rooms.reloader.reload(file, Optional.empty(), by));
    }

    /**
     * Begins to leave all clients to other nodes, at a rate, and takes no new ones; the gateway runs until {@link
     * #stop()}. Each client is told (4005) and served until its moment, when its connection closes with 1001. A later
     * call changes the rate and the addresses. Blocks until other nodes have told their addresses, at most for {@code
     * processing.cluster_reply_timeout_ms}.
     *
     * @return the clients that are connected
     * @throws IllegalStateException when the gateway is not running
     */
    public int drain(DrainOptions options) {
        return rooms().rollout.drain(Objects.requireNonNull(options, "options"));
    }

    /**
     * As {@link #drain}, without blocking. The stage completes when the last client has left or the gateway stops, and
     * exceptionally when the gateway is overloaded.
     */
    public CompletionStage<Void> drainAsync(DrainOptions options) {
        Objects.requireNonNull(options, "options");
        Components rooms = rooms();
        return rooms.hostCalls.call(() -> rooms.rollout.drain(options)).thenCompose(clients -> rooms.rollout.drained());
    }

    /**
     * The sessions of all users: push, list, kick, who is authenticated.
     *
     * @throws IllegalStateException when the gateway is not running
     */
    public Sessions sessions() {
        return rooms().sessions;
    }

    /**
     * The stored messages of all users: send in the name of a user or of the gateway itself.
     *
     * @throws IllegalStateException when the gateway is not running
     */
    public Chats chats() {
        Components rooms = rooms();
        return new HostChats(rooms.messages, rooms.hostCalls);
    }

    /**
     * The way to export, restore and erase the messages of this gateway's store; empty when the store has none. The host
     * need not close it.
     *
     * @throws IllegalStateException while the gateway does not run
     */
    public Optional<MessageArchive> messageArchive() {
        return rooms().adapters.messages.archive();
    }

    /**
     * Works on the archive of this gateway's store on another thread.
     *
     * @return fails with the exception of the task, and with an {@link IllegalStateException} when the store has no archive
     * @throws IllegalStateException while the gateway does not run
     */
    public <T> CompletionStage<T> withArchiveAsync(ArchiveTask<T> task) {
        Objects.requireNonNull(task, "task");
        Components rooms = rooms();
        return rooms.hostCalls.call(() -> task.run(archive(rooms)));
    }

    private static MessageArchive archive(Components rooms) {
        return rooms.adapters
                .messages
                .archive()
                .orElseThrow(() -> new IllegalStateException("The message store has no archive"));
    }

    /**
     * Removes a person: ends the sessions and tokens on all nodes, then removes every conversation of the user
     * (docs/backup.md). Remove the account before, so that the user cannot come back; and redact the audit of each node
     * afterwards ({@link io.mychat.gateway.core.audit.chain.AuditErasure}). A stage that has failed is repeated by another
     * call, which does what is left.
     *
     * @return completes on a thread of the gateway, which must not be blocked; fails with {@link
     *     io.mychat.gateway.spi.StoreUnavailableException} when a store does not answer
     * @throws IllegalStateException while the gateway does not run, or when its message store has no archive
     */
    public CompletionStage<UserErasure.Removed> eraseUser(String userId) {
        Components rooms = rooms();
        MessageArchive archive = archive(rooms);
        Objects.requireNonNull(userId, "userId");
        return rooms.hostCalls.call(() -> {
            int unused = rooms.accountChanges.apply(userId, AccountChange.REMOVED);
            return new UserErasure(archive).run(userId, removed -> {});
        });
    }

    /**
     * The tokens of users: issue, verify, revoke.
     *
     * @throws IllegalStateException when the gateway is not running
     */
    public Tokens tokens() {
        Components rooms = rooms();
        return new HostTokens(rooms.auth, rooms.logouts, rooms.adapters.users, rooms.hostCalls);
    }

    /**
     * Where a message is and what a user sees, over all nodes: recorded from the first question on, for a while.
     *
     * @throws IllegalStateException when the gateway is not running
     */
    public Traces traces() {
        Components rooms = rooms();
        return new HostTraces(rooms.traces, rooms.hostCalls);
    }

    /**
     * The bans of users, devices and addresses: add, lift, list.
     *
     * @throws IllegalStateException when the gateway is not running
     */
    public Bans bans() {
        return rooms().bans;
    }

    /**
     * Adds a listener, before the start or while the gateway runs. It is called on the thread of the event and must not
     * block.
     */
    public void addListener(GatewayListener listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
    }

    /**
     * Adds a listener that may block. The executor calls it with one event after the other. While {@code
     * plugins.event_queue_size} events wait for it, it misses the new ones.
     */
    public void addListener(GatewayListener listener, Executor executor) {
        Objects.requireNonNull(listener, "listener");
        Objects.requireNonNull(executor, "executor");
        listeners.add(new QueuedListener(
                listener,
                executor,
                configuration.current().gateway().plugins().defaults().eventQueueSize(),
                time));
    }

    /** Removes a listener that was added here or in the builder. An event of this moment may still reach it. */
    public void removeListener(GatewayListener listener) {
        listeners.remove(Objects.requireNonNull(listener, "listener"));
    }

    /**
     * Registers a handler ({@code register_message_handlers}), before the start or while the gateway runs.
     *
     * @throws IllegalArgumentException when the command is taken or reserved
     * @throws IllegalStateException when the gateway has stopped
     */
    public void registerMessageHandler(long cmdId, MessageHandler handler) {
        HandlerRegistry collector = this::registerMessageHandler;
        collector.register(cmdId, Objects.requireNonNull(handler, "handler"));
    }

    /** As {@link #registerMessageHandler(long, MessageHandler)}, with all the handler's terms. */
    public void registerMessageHandler(HandlerDefinition definition) {
        Objects.requireNonNull(definition, "definition");
        synchronized (waitingHandlers) {
            HandlerRegistry registry = openRegistry;
            if (registry == null) {
                claims.claim(definition).ifPresent(clash -> {
                    throw new IllegalArgumentException(clash);
                });
                waitingHandlers.add(definition);
            } else {
                registry.register(definition);
            }
        }
    }

    /** As {@link #registerMessageHandler(HandlerDefinition)}, for all methods of an object with a {@code @Command}. */
    public void registerMessageHandlers(Object bean) {
        HandlerDefinition.ofMethods(bean).forEach(this::registerMessageHandler);
    }

    /**
     * Adds a route while the gateway runs, or replaces an added route for exactly these commands. It takes precedence
     * over configured routes, also after a reload.
     *
     * @throws IllegalArgumentException when the handler or service does not exist, when the range overlaps another
     *     added range, or when the commands cannot be routed
     * @throws IllegalStateException when the gateway is not running
     */
    public void putRoute(CommandRange commands, RouteConfig route) {
        rooms().router.put(Objects.requireNonNull(commands, "commands"), Objects.requireNonNull(route, "route"));
    }

    /** As {@link #putRoute}, on another thread; fails with the same exceptions. */
    public CompletionStage<Void> putRouteAsync(CommandRange commands, RouteConfig route) {
        Objects.requireNonNull(commands, "commands");
        Objects.requireNonNull(route, "route");
        Components rooms = rooms();
        return rooms.hostCalls
                .call(() -> {
                    rooms.router.put(commands, route);
                    return true;
                })
                .thenAccept(put -> {});
    }

    /** As {@link #removeRoute}, on another thread. */
    public CompletionStage<Boolean> removeRouteAsync(CommandRange commands) {
        Objects.requireNonNull(commands, "commands");
        Components rooms = rooms();
        return rooms.hostCalls.call(() -> rooms.router.remove(commands));
    }

    /**
     * Removes a route that {@link #putRoute} has added. The configured route or the registration is in effect again.
     *
     * @return false when there is no added route for exactly these commands
     * @throws IllegalStateException when the gateway is not running
     */
    public boolean removeRoute(CommandRange commands) {
        return rooms().router.remove(Objects.requireNonNull(commands, "commands"));
    }

    /**
     * The routes that {@link #putRoute} has added.
     *
     * @throws IllegalStateException when the gateway is not running
     */
    public Map<CommandRange, RouteConfig> addedRoutes() {
        return rooms().router.added();
    }

    /**
     * The address that clients connect to; {@linkplain InetSocketAddress#isUnresolved unresolved} where the host
     * application's own server has the port.
     *
     * @throws IllegalStateException when the gateway is not running
     */
    public InetSocketAddress webSocketAddress() {
        return runningNow().ports().webSocket();
    }

    /**
     * The address of the HTTP API; unresolved where the host application's own server has the port.
     *
     * @throws IllegalStateException when the gateway is not running, or has no port for it ({@code server.http_enabled})
     */
    public InetSocketAddress httpAddress() {
        return runningNow().ports().http().orElseThrow(() -> new IllegalStateException("The gateway has no HTTP port"));
    }

    /**
     * The address of the management port; empty where {@code server.management_port} is 0.
     *
     * @throws IllegalStateException when the gateway is not running
     */
    public Optional<InetSocketAddress> managementAddress() {
        return runningNow().ports().management();
    }

    private Components rooms() {
        return runningNow().rooms();
    }

    private Running runningNow() {
        Running now = running;
        if (now == null) {
            throw new IllegalStateException("The gateway is not running");
        }
        return now;
    }
}
