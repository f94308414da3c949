package io.mychat.gateway.core;

import io.mychat.gateway.core.archive.ArchiveTask;
import io.mychat.gateway.core.config.ConfigException;
import io.mychat.gateway.core.config.ConfigFault;
import io.mychat.gateway.core.config.ConfigSnapshot.ConfiguredModule;
import io.mychat.gateway.core.config.reading.ConfigSource;
import io.mychat.gateway.core.config.reading.ConfigurationLoader;
import io.mychat.gateway.core.config.reading.DurationKey;
import io.mychat.gateway.core.config.reading.HostParts;
import io.mychat.gateway.core.config.security.AuditConfig;
import io.mychat.gateway.core.plugin.InstalledPlugin;
import io.mychat.gateway.core.plugin.PluginManager;
import io.mychat.gateway.core.plugin.PluginModuleProvider;
import io.mychat.gateway.core.plugin.jar.PluginJars;
import io.mychat.gateway.core.reload.ConfigManager;
import io.mychat.gateway.spi.GatewayPlugin;
import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.alert.AlertChannel;
import io.mychat.gateway.spi.auth.Accounts;
import io.mychat.gateway.spi.auth.CredentialVerifier;
import io.mychat.gateway.spi.auth.LoginFailures;
import io.mychat.gateway.spi.auth.TokenService;
import io.mychat.gateway.spi.auth.TokenStore;
import io.mychat.gateway.spi.auth.TokenVerifier;
import io.mychat.gateway.spi.auth.UserDirectory;
import io.mychat.gateway.spi.backend.BackendServices;
import io.mychat.gateway.spi.ban.BanStore;
import io.mychat.gateway.spi.chat.MessageArchive;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.spi.codec.MessageCodec;
import io.mychat.gateway.spi.event.GatewayListener;
import io.mychat.gateway.spi.event.Tracer;
import io.mychat.gateway.spi.message.HandlerDefinition;
import io.mychat.gateway.spi.message.HandlerInterceptor;
import io.mychat.gateway.spi.message.MessageHandler;
import io.mychat.gateway.spi.message.PayloadHandler;
import io.mychat.gateway.spi.session.IdempotencyStore;
import io.mychat.gateway.spi.session.NodeBus;
import io.mychat.gateway.spi.session.SessionStore;
import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.HttpEndpoint;
import io.mychat.gateway.spi.transport.HttpTransport;
import io.mychat.gateway.spi.transport.WebSocketTransport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link GatewayServer}. {@link #setting} can set every key of the configuration file. Settings take
 * precedence over the environment ({@code GATEWAY_*}), and the environment over the file. Not thread-safe.
 *
 * <p>The gateway reads metrics and health of adapters and listeners that implement
 * {@link io.mychat.gateway.spi.event.MetricSource} or {@link io.mychat.gateway.spi.event.HealthIndicator}. Who made an
 * object closes it: the gateway closes modules and what they made, transports, plug-ins, the verifier that it makes of
 * {@link #accounts}, and the objects of {@link #closing}; the host application closes all others.
 *
 * <p>It is long because everything that a host can bring has a method here.
 *
 * @since 0.1.0
 */
public final class GatewayBuilder {

    private @Nullable Path file;
    private final Map<String, Object> settings = new HashMap<>();
    private final Map<Class<?>, Object> adapters = new HashMap<>();
    private final List<HandlerDefinition> handlers = new ArrayList<>();
    private final List<HandlerInterceptor> interceptors = new ArrayList<>();
    private final List<TokenVerifier> tokenVerifiers = new ArrayList<>();
    private final List<MessageCodec> codecs = new ArrayList<>();
    private final List<GatewayPlugin> plugins = new ArrayList<>();
    private final List<GatewayListener> listeners = new ArrayList<>();
    private final Map<GatewayListener, Executor> offThread = new LinkedHashMap<>();
    private final List<ModuleProvider> extraModules = new ArrayList<>();
    private final List<AlertChannel> alertChannels = new ArrayList<>();
    private final List<AutoCloseable> handedOver = new ArrayList<>();
    private final Set<String> leftOut = new HashSet<>();
    private @Nullable Path installedJars;
    private @Nullable Accounts accounts;
    private @Nullable TimeSource time;
    private Clock clock = Clock.systemUTC();

    GatewayBuilder() {}

    /** The adapters of the host application. */
    record Parts(
            Map<Class<?>, Object> adapters,
            List<HandlerDefinition> handlers,
            List<HandlerInterceptor> interceptors,
            List<TokenVerifier> tokenVerifiers,
            List<MessageCodec> codecs,
            List<GatewayListener> listeners,
            List<AlertChannel> alertChannels,
            List<AutoCloseable> handedOver,
            Optional<Accounts> accounts) {

        /** Whether the host application has an adapter for a port. */
        boolean has(Class<?> port) {
            return adapters.containsKey(port) || (port == CredentialVerifier.class && accounts.isPresent());
        }
    }

    /** Reads {@code gateway_config.json}, and the two other files beside it where they are. */
    public GatewayBuilder config(Path gatewayConfig) {
        this.file = Objects.requireNonNull(gatewayConfig, "gatewayConfig");
        return this;
    }

    /**
     * Sets one key of the configuration.
     *
     * @param path the path in the files, with dots: {@code auth.jwt_secret}, {@code platforms.web.max_devices}
     * @param value a text, number, boolean or path, or a list or map of them; a {@link Duration} for a key that ends with
     *     a unit ({@code processing.task_timeout_ms}), of which it has a whole number
     * @throws IllegalArgumentException when a duration does not fit its key
     */
    public GatewayBuilder setting(String path, Object value) {
        Objects.requireNonNull(value, Objects.requireNonNull(path, "path"));
        settings.put(path, value instanceof Duration duration ? DurationKey.number(path, duration) : value);
        return this;
    }

    /** The address to bind the ports to. */
    public GatewayBuilder host(String host) {
        return setting("server.host", Objects.requireNonNull(host, "host"));
    }

    /** 0: any free one, see {@link GatewayServer#webSocketAddress()}. */
    public GatewayBuilder websocketPort(int port) {
        return setting("server.websocket_port", port);
    }

    /** 0: any free one, see {@link GatewayServer#httpAddress()}. */
    public GatewayBuilder httpPort(int port) {
        return setting("server.http_port", port);
    }

    /**
     * Serves the calls for operators ({@code /api/system}, {@code /api/connections}, {@code /api/bans}, metrics) on a
     * separate port and not on the HTTP port; see {@link GatewayServer#managementAddress()}.
     *
     * @param port 0: no management port, the default
     */
    public GatewayBuilder managementPort(int port) {
        return setting("server.management_port", port);
    }

    /**
     * The file of the gateway's log, {@code log_path} of specification 3.1: sets {@code logging.file_path}. It needs
     * gateway-logging and Logback on the class path. A relative path starts at the working directory.
     */
    public GatewayBuilder logFile(Path file) {
        return setting("logging.file_path", Objects.requireNonNull(file, "file").toAbsolutePath());
    }

    /** Answers a command with level NORMAL. */
    public GatewayBuilder handler(long cmdId, MessageHandler handler) {
        return handler(HandlerDefinition.blocking("cmd_" + cmdId, handler)
                .command(cmdId)
                .build());
    }

    /**
     * Answers a command with level NORMAL; the gateway reads the {@code data} into a record, see {@link
     * HandlerDefinition#payload}.
     */
    public <P extends Record> GatewayBuilder handler(long cmdId, Class<P> payload, PayloadHandler<? super P> handler) {
        return handler(HandlerDefinition.payload("cmd_" + cmdId, payload, handler)
                .command(cmdId)
                .build());
    }

    /**
     * Answers the commands of an object's methods with a {@link io.mychat.gateway.spi.message.Command}.
     *
     * @throws IllegalArgumentException when there is no such method, or one has a parameter that cannot be given
     */
    public GatewayBuilder handlers(Object bean) {
        HandlerDefinition.ofMethods(bean).forEach(this::handler);
        return this;
    }

    /** Stands around all handlers, the gateway's own ones included. The caller closes it, or {@link #closing} does. */
    public GatewayBuilder interceptor(HandlerInterceptor interceptor) {
        interceptors.add(Objects.requireNonNull(interceptor, "interceptor"));
        return this;
    }

    public GatewayBuilder handler(HandlerDefinition definition) {
        handlers.add(Objects.requireNonNull(definition, "definition"));
        return this;
    }

    /** Adds a plug-in to those that are found on the class path. */
    public GatewayBuilder plugin(GatewayPlugin plugin) {
        plugins.add(Objects.requireNonNull(plugin, "plugin"));
        return this;
    }

    /**
     * Loads the plug-ins in the jars of a directory, where {@code plugins.directory} names none. A directory that does not
     * exist has none.
     */
    public GatewayBuilder pluginDirectory(Path directory) {
        installedJars = Objects.requireNonNull(directory, "directory");
        return this;
    }

    /** Adds a module to those on the class path. It replaces a module of the same name on the class path. */
    public GatewayBuilder module(ModuleProvider provider) {
        extraModules.add(Objects.requireNonNull(provider, "provider"));
        return this;
    }

    /**
     * Ignores a module on the class path, by its name, such as {@code gateway-auth}. An unknown name causes a warning.
     */
    public GatewayBuilder without(String module) {
        leftOut.add(Objects.requireNonNull(module, "module"));
        return this;
    }

    /** Gets all events on their own threads, and must not block. */
    public GatewayBuilder listener(GatewayListener listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
        return this;
    }

    /** Gets all events on an executor, where it may block; see {@link GatewayServer#addListener(GatewayListener, Executor)}. */
    public GatewayBuilder listener(GatewayListener listener, Executor executor) {
        offThread.put(Objects.requireNonNull(listener, "listener"), Objects.requireNonNull(executor, "executor"));
        return this;
    }

    /**
     * Carries alerts, beside the channels of {@code alerts.channels}; the rules of gateway-alerts name it. Listeners and
     * plug-ins that implement {@link AlertChannel} are channels, too. The caller closes it, or {@link #closing} does.
     */
    public GatewayBuilder alertChannel(AlertChannel channel) {
        alertChannels.add(Objects.requireNonNull(channel, "channel"));
        return this;
    }

    /**
     * Hands over something that the gateway closes when it has stopped, or could not start: the last one first, after
     * the modules and plug-ins.
     */
    public GatewayBuilder closing(AutoCloseable part) {
        handedOver.add(Objects.requireNonNull(part, "part"));
        return this;
    }

    /** Checks passwords in place of {@code auth.users_file}. The caller closes it, or {@link #closing} does. */
    public GatewayBuilder credentials(CredentialVerifier verifier) {
        accounts = null;
        return adapter(CredentialVerifier.class, verifier);
    }

    /**
     * Checks the passwords of these accounts and asks them for users, in place of {@code auth.users_file}. The start of
     * the gateway makes their verifier, and its stop closes it. A later call of {@link #credentials} or {@link #users}
     * takes precedence.
     */
    public GatewayBuilder accounts(Accounts known) {
        users(known);
        adapters.remove(CredentialVerifier.class);
        accounts = known;
        return this;
    }

    public GatewayBuilder users(UserDirectory directory) {
        return adapter(UserDirectory.class, directory);
    }

    /** Signs and checks tokens in place of gateway-auth, which then needs no keys. */
    public GatewayBuilder tokens(TokenService service) {
        return adapter(TokenService.class, service);
    }

    /** Accepts the access tokens of another issuer, too. May be called more than once. */
    public GatewayBuilder tokenVerifier(TokenVerifier verifier) {
        tokenVerifiers.add(Objects.requireNonNull(verifier, "verifier"));
        return this;
    }

    /**
     * Serves the clients that name this codec's subprotocol in the handshake. May be called more than once; JSON is always
     * there. {@link GatewayServer#start} fails when two codecs have the same subprotocol.
     */
    public GatewayBuilder messageCodec(MessageCodec codec) {
        codecs.add(Objects.requireNonNull(codec, "codec"));
        return this;
    }

    public GatewayBuilder tokenStore(TokenStore store) {
        return adapter(TokenStore.class, store);
    }

    public GatewayBuilder sessionStore(SessionStore store) {
        return adapter(SessionStore.class, store);
    }

    public GatewayBuilder messageStore(MessageStore store) {
        return adapter(MessageStore.class, store);
    }

    /** Joins this gateway to others that share its stores. */
    public GatewayBuilder nodeBus(NodeBus bus) {
        return adapter(NodeBus.class, bus);
    }

    /** Counts failed logins in place of this gateway's own memory. */
    public GatewayBuilder loginFailures(LoginFailures failures) {
        return adapter(LoginFailures.class, failures);
    }

    /** Remembers pushes with an idempotency key in place of this gateway's own memory. */
    public GatewayBuilder banStore(BanStore store) {
        return adapter(BanStore.class, store);
    }

    public GatewayBuilder idempotencyStore(IdempotencyStore store) {
        return adapter(IdempotencyStore.class, store);
    }

    /** Carries WebSocket in place of the module on the class path. The gateway starts and closes it. */
    public GatewayBuilder webSocketTransport(WebSocketTransport transport) {
        return adapter(WebSocketTransport.class, transport);
    }

    /** Carries HTTP in place of the module on the class path. The gateway starts and closes it. */
    public GatewayBuilder httpTransport(HttpTransport transport) {
        return adapter(HttpTransport.class, transport);
    }

    /**
     * Answers the requests to the HTTP port whose path is not below {@code /api}, such as those for web pages. The
     * gateway asks for no credentials and adds no headers. The management port has none of these pages.
     */
    public GatewayBuilder pages(HttpEndpoint pages) {
        return adapter(HttpEndpoint.class, pages);
    }

    /** Calls back-end services in place of gateway-backends. */
    public GatewayBuilder backends(BackendServices services) {
        return adapter(BackendServices.class, services);
    }

    /** Takes the spans of handshakes, commands, calls and deliveries. The caller closes it. */
    public GatewayBuilder tracer(Tracer tracer) {
        return adapter(Tracer.class, tracer);
    }

    /** The wall clock, for times that people see and for the expiry of tokens. Timers stay those of the machine. */
    public GatewayBuilder clock(Clock wallClock) {
        this.clock = Objects.requireNonNull(wallClock, "wallClock");
        return this;
    }

    /**
     * Runs handlers on threads of the host application in place of the gateway's own, which do everything else. {@code
     * processing.max_concurrent_tasks} is the most that it gets at once; it must not run them on the calling thread. At
     * the stop, running handlers are interrupted, and the executor stays open.
     */
    public GatewayBuilder executor(Executor handlerThreads) {
        return adapter(Executor.class, handlerThreads);
    }

    /**
     * Secures the ports with TLS by a context that has the host's certificate, in place of {@code server.ssl_enabled}.
     * Protocols and ciphers are the defaults of section {@code tls}; clients are asked for no certificate. The start fails
     * when no transport takes the context, so that no port is open without TLS by mistake.
     */
    public GatewayBuilder sslContext(SSLContext context) {
        return adapter(SSLContext.class, context);
    }

    /** Opens no port for the HTTP API: sets {@code server.http_enabled}. The management port is not affected. */
    public GatewayBuilder withoutHttp() {
        return setting("server.http_enabled", false);
    }

    /** The clock and the timers; for tests. Takes precedence over {@link #clock}. */
    public GatewayBuilder time(TimeSource source) {
        this.time = Objects.requireNonNull(source, "source");
        return this;
    }

    private GatewayBuilder adapter(Class<?> port, Object adapter) {
        adapters.put(port, Objects.requireNonNull(adapter, port.getSimpleName()));
        return this;
    }

    /**
     * Loads what a first start in this JVM needs: most of its time goes into classes. For a thread of a host that has something
     * else to do before it starts a gateway; a start beside it or without it does the same things. Reads no file and no
     * variable, and takes nothing of this builder but the {@linkplain #without modules that are left out}. Opens nothing, leaves
     * no thread, and logs nothing.
     */
    public void preload() {
        Preload.run(leftOut);
    }

    /**
     * Reads and checks the configuration and the parts of the host application. Opens nothing.
     *
     * @throws ConfigException with all faults: of the configuration, of handlers for the same or a reserved command,
     *     and of missing adapters
     */
    public GatewayServer build() {
        List<ConfigFault> faults = new ArrayList<>();
        List<InstalledPlugin> installed = new ArrayList<>();
        SystemTime ownTime = time == null ? new SystemTime(clock) : null;
        TimeSource source = ownTime == null ? Objects.requireNonNull(time) : ownTime;
        boolean success = false;
        try {
            installed.addAll(installedPlugins(source, faults));
            ConfigurationLoader loader =
                    new ConfigurationLoader(modules(installed), source, new HostParts(ports(), leftOut));
            ConfigManager configuration = load(loader, faults);
            Parts parts = new Parts(
                    Map.copyOf(adapters),
                    List.copyOf(handlers),
                    List.copyOf(interceptors),
                    List.copyOf(tokenVerifiers),
                    List.copyOf(codecs),
                    List.copyOf(listeners),
                    List.copyOf(alertChannels),
                    List.copyOf(handedOver),
                    Optional.ofNullable(accounts));
            StartupCheck check = new StartupCheck(configuration, parts);
            faults.addAll(check.faults());
            if (!faults.isEmpty()) {
                throw new ConfigException(faults);
            }
            PluginManager manager = new PluginManager(installed, configuration.current(), source);
            GatewayServer server = new GatewayServer(configuration, parts, check, manager, source, ownTime);
            offThread.forEach(server::addListener);
            success = true;
            return server;
        } finally {
            if (!success) {
                installed.forEach(InstalledPlugin::release);
                if (ownTime != null) {
                    ownTime.close();
                }
            }
        }
    }

    /** All plug-ins behind their dependencies. */
    private List<InstalledPlugin> installedPlugins(TimeSource clock, List<ConfigFault> faults) {
        List<InstalledPlugin> all = new ArrayList<>();
        Consumer<ConfigFault> report = faults::add;
        for (GatewayPlugin plugin : plugins) {
            add(InstalledPlugin.of(plugin, "the program", report), all);
        }
        for (GatewayPlugin plugin : ServiceDiscovery.plugins()) {
            add(InstalledPlugin.of(plugin, "the class path", report), all);
        }
        Optional<Path> directory = pluginDirectory(clock, faults);
        if (directory.isPresent()) {
            all.addAll(PluginJars.load(directory.get(), report));
        }
        return PluginManager.order(all, report);
    }

    private static void add(@Nullable InstalledPlugin plugin, List<InstalledPlugin> all) {
        if (plugin != null) {
            all.add(plugin);
        }
    }

    /** The directory of the jars, which declare a part of the configuration and therefore are opened before it is read. */
    private Optional<Path> pluginDirectory(TimeSource clock, List<ConfigFault> faults) {
        Optional<Path> directory = new ConfigurationLoader(List.of(), clock).pluginDirectory(source());
        Path path = directory.orElse(installedJars);
        if (path == null || Files.isDirectory(path)) {
            return Optional.ofNullable(path);
        }
        if (directory.isPresent()) {
            faults.add(new ConfigFault(
                    file == null ? "program" : file.getFileName().toString(),
                    "$.plugins.directory",
                    "there is no directory " + path));
        }
        return Optional.empty();
    }

    private ConfigSource source() {
        return new ConfigSource(Optional.ofNullable(file), settings, System.getenv());
    }

    /** Reports a handler's fault beside those of the configuration. */
    private ConfigManager load(ConfigurationLoader loader, List<ConfigFault> others) {
        try {
            return ConfigManager.load(loader, source());
        } catch (ConfigException e) {
            List<ConfigFault> faults = new ArrayList<>(others);
            faults.addAll(e.faults());
            StartupCheck.claims(handlers, faults);
            throw new ConfigException(faults);
        }
    }

    /**
     * Checks everything that {@link #build} checks, and also the faults that only a start would find: routes to
     * unregistered handlers, and addresses that cannot be bound. It lets the plug-ins declare their commands without
     * starting them, and binds the ports for a moment. Nothing stays open.
     *
     * @return warnings, which do not prevent a start
     * @throws ConfigException with all faults
     */
    public List<ConfigFault> check() {
        return build().checkAndAbandon();
    }

    /**
     * What the configuration leaves open to everybody who can reach the gateway, each with what to do about it. Opens
     * nothing.
     *
     * @return empty when there is nothing to advise
     * @throws ConfigException when the configuration has faults
     */
    public List<ConfigFault> advice() {
        try (SystemTime clock = new SystemTime()) {
            return SecurityAdvice.of(load(clock), System.getenv(), adapters.containsKey(SSLContext.class));
        }
    }

    /**
     * Reads the section {@code audit} of the configuration, for a program that verifies the audit's files. Opens nothing.
     * The path of the file is complete.
     *
     * @throws ConfigException when the configuration has faults
     */
    public AuditConfig auditSettings() {
        try (SystemTime clock = new SystemTime()) {
            return AuditFactory.settings(load(clock));
        }
    }

    /**
     * Reads the configuration and returns one module as it is configured, for a program that uses it without a gateway,
     * such as the test of an alert channel. Opens nothing, and the module is not created.
     *
     * @param module the name of its provider
     * @return empty: there is no such module
     * @throws ConfigException when the configuration has faults
     */
    public Optional<ModuleProvider.Module> configured(String module) {
        try (SystemTime clock = new SystemTime()) {
            return load(clock).current().modules().stream()
                    .filter(one -> one.name().equals(module))
                    .map(ConfiguredModule::module)
                    .findFirst();
        }
    }

    /**
     * Opens the messages of a cluster for a program beside its gateways, which may run: an export, an import. The program
     * joins nothing and opens no port.
     *
     * @param task gets the archive, which is closed afterwards
     * @throws ConfigException when the configuration has faults
     * @throws IllegalStateException when no configured module has a store that other processes can open
     */
    public <T> T withArchive(ArchiveTask<T> task) throws IOException {
        try (SystemTime clock = new SystemTime()) {
            List<ConfiguredModule> configured = load(clock).current().modules();
            for (ConfiguredModule one : configured) {
                Optional<MessageArchive> archive = one.module().openArchive();
                if (archive.isPresent()) {
                    try (MessageArchive opened = archive.get()) {
                        return task.run(opened);
                    }
                }
            }
            throw new IllegalStateException("The messages of this configuration are in the memory of its gateway, which"
                    + " only the gateway itself can read: there is no section 'redis'");
        }
    }

    /** The configuration for a program that needs no gateway. */
    private ConfigManager load(TimeSource clock) {
        List<ConfigFault> faults = new ArrayList<>();
        List<InstalledPlugin> installed = installedPlugins(clock, faults);
        try {
            ConfigManager read =
                    load(new ConfigurationLoader(modules(installed), clock, new HostParts(ports(), leftOut)), faults);
            if (!faults.isEmpty()) {
                throw new ConfigException(faults);
            }
            return read;
        } finally {
            installed.forEach(InstalledPlugin::release);
        }
    }

    private Set<Class<?>> ports() {
        Set<Class<?>> ports = new HashSet<>(adapters.keySet());
        if (!alertChannels.isEmpty()) {
            ports.add(AlertChannel.class);
        }
        if (accounts != null) {
            ports.add(CredentialVerifier.class);
        }
        return ports;
    }

    private List<ModuleProvider> modules(List<InstalledPlugin> installed) {
        Map<String, ModuleProvider> byName = new LinkedHashMap<>();
        for (ModuleProvider named : extraModules) {
            byName.put(named.name(), named);
        }
        for (ModuleProvider found : ServiceDiscovery.modules()) {
            byName.putIfAbsent(found.name(), found);
        }
        List<ModuleProvider> all = new ArrayList<>(byName.values());
        for (InstalledPlugin plugin : installed) {
            all.add(new PluginModuleProvider(plugin));
        }
        return List.copyOf(all);
    }
}
