package io.mychat.gateway.core;

import io.mychat.gateway.core.config.ConfigFault;
import io.mychat.gateway.core.config.ConfigManager;
import io.mychat.gateway.core.config.ConfigSource;
import io.mychat.gateway.core.config.ConfigurationLoader;
import io.mychat.gateway.spi.GatewayPlugin;
import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.auth.CredentialVerifier;
import io.mychat.gateway.spi.auth.LoginFailures;
import io.mychat.gateway.spi.auth.TokenService;
import io.mychat.gateway.spi.auth.TokenStore;
import io.mychat.gateway.spi.auth.UserDirectory;
import io.mychat.gateway.spi.backend.BackendServices;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.spi.event.GatewayListener;
import io.mychat.gateway.spi.message.HandlerDefinition;
import io.mychat.gateway.spi.message.MessageHandler;
import io.mychat.gateway.spi.session.IdempotencyStore;
import io.mychat.gateway.spi.session.NodeBus;
import io.mychat.gateway.spi.session.SessionStore;
import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.HttpTransport;
import io.mychat.gateway.spi.transport.WebSocketTransport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link GatewayServer}. Whatever a configuration file can say, {@link #setting} can say; settings go before the
 * environment ({@code GATEWAY_*}), and that goes before the file. Not safe for use by several threads.
 *
 * <p>An adapter, listener or plug-in that is a {@link io.mychat.gateway.spi.event.MetricSource} or a {@link
 * io.mychat.gateway.spi.event.HealthIndicator} too is asked for its numbers and its health. The gateway closes plug-ins;
 * whatever else it is given stays the host application's to close.
 */
public final class GatewayBuilder {

    private @Nullable Path file;
    private final Map<String, Object> settings = new HashMap<>();
    private final Map<Class<?>, Object> adapters = new HashMap<>();
    private final List<HandlerDefinition> handlers = new ArrayList<>();
    private final List<GatewayPlugin> plugins = new ArrayList<>();
    private final List<GatewayListener> listeners = new ArrayList<>();
    private final List<ModuleProvider> extraModules = new ArrayList<>();
    private final Set<String> left = new HashSet<>();
    private @Nullable TimeSource time;

    GatewayBuilder() {}

    /** What the host application brings. */
    record Parts(
            Map<Class<?>, Object> adapters,
            List<HandlerDefinition> handlers,
            List<GatewayPlugin> plugins,
            List<GatewayListener> listeners) {}

    /** Reads {@code gateway_config.json}, and the two other files beside it where they are. */
    public GatewayBuilder config(Path gatewayConfig) {
        this.file = gatewayConfig;
        return this;
    }

    /**
     * Sets one key of the configuration.
     *
     * @param path as in the files, dotted: {@code auth.jwt_secret}, {@code platforms.web.max_devices}
     * @param value a text, number, boolean or path, or a list or map of them
     */
    public GatewayBuilder setting(String path, Object value) {
        settings.put(path, value);
        return this;
    }

    /** The address to bind both ports to. */
    public GatewayBuilder host(String host) {
        return setting("server.host", host);
    }

    /** 0: any free one, see {@link GatewayServer#webSocketAddress()}. */
    public GatewayBuilder websocketPort(int port) {
        return setting("server.websocket_port", port);
    }

    /** 0: any free one, see {@link GatewayServer#httpAddress()}. */
    public GatewayBuilder httpPort(int port) {
        return setting("server.http_port", port);
    }

    /** Answers a command with level NORMAL. */
    public GatewayBuilder handler(long cmdId, MessageHandler handler) {
        return handler(HandlerDefinition.blocking("cmd_" + cmdId, handler)
                .command(cmdId)
                .build());
    }

    public GatewayBuilder handler(HandlerDefinition definition) {
        handlers.add(definition);
        return this;
    }

    /** Adds a plug-in to those that are found on the class path. The gateway closes it. */
    public GatewayBuilder plugin(GatewayPlugin plugin) {
        plugins.add(plugin);
        return this;
    }

    /** Adds a module to those that are found on the class path. */
    public GatewayBuilder module(ModuleProvider provider) {
        extraModules.add(provider);
        return this;
    }

    /** Leaves out a module that is on the class path, by its name: {@code gateway-auth}. */
    public GatewayBuilder without(String module) {
        left.add(module);
        return this;
    }

    public GatewayBuilder listener(GatewayListener listener) {
        listeners.add(listener);
        return this;
    }

    /** Checks passwords in place of {@code auth.users_file}. The caller closes it, as everything given here. */
    public GatewayBuilder credentials(CredentialVerifier verifier) {
        return adapter(CredentialVerifier.class, verifier);
    }

    public GatewayBuilder users(UserDirectory directory) {
        return adapter(UserDirectory.class, directory);
    }

    /** Signs and checks tokens in place of gateway-auth, which is then best left out with {@link #without}. */
    public GatewayBuilder tokens(TokenService service) {
        return adapter(TokenService.class, service);
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

    /** Calls back-end services in place of gateway-backends. */
    public GatewayBuilder backends(BackendServices services) {
        return adapter(BackendServices.class, services);
    }

    /** The clock and the timers; for tests. */
    public GatewayBuilder time(TimeSource source) {
        this.time = source;
        return this;
    }

    private GatewayBuilder adapter(Class<?> port, Object adapter) {
        adapters.put(port, adapter);
        return this;
    }

    /**
     * Reads and checks the configuration. Opens nothing.
     *
     * @throws io.mychat.gateway.core.config.ConfigException with every fault of the configuration
     */
    public GatewayServer build() {
        SystemTime ownTime = time == null ? new SystemTime() : null;
        TimeSource source = ownTime == null ? Objects.requireNonNull(time) : ownTime;
        boolean success = false;
        try {
            ConfigurationLoader loader =
                    new ConfigurationLoader(modules(), source, adapters.containsKey(BackendServices.class));
            ConfigManager configuration =
                    ConfigManager.load(loader, new ConfigSource(Optional.ofNullable(file), settings, System.getenv()));
            List<GatewayPlugin> all = new ArrayList<>(plugins);
            ServiceLoader.load(GatewayPlugin.class).forEach(all::add);
            Parts parts = new Parts(adapters, handlers, List.copyOf(all), List.copyOf(listeners));
            GatewayServer server = new GatewayServer(configuration, parts, source, ownTime);
            success = true;
            return server;
        } finally {
            if (!success && ownTime != null) {
                ownTime.close();
            }
        }
    }

    /**
     * Reads and checks the configuration, routes to the gateway's own and the builder's handlers included. Opens nothing
     * and keeps nothing.
     *
     * @return what somebody should look at, although a gateway starts with it
     * @throws io.mychat.gateway.core.config.ConfigException with every fault of the configuration
     */
    public List<ConfigFault> check() {
        return build().checkAndAbandon();
    }

    private List<ModuleProvider> modules() {
        List<ModuleProvider> modules = new ArrayList<>(extraModules);
        ServiceLoader.load(ModuleProvider.class).forEach(modules::add);
        modules.removeIf(module -> left.contains(module.name()));
        return modules;
    }
}
