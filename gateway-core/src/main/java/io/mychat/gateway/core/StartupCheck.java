package io.mychat.gateway.core;

import io.mychat.gateway.core.config.ConfigException;
import io.mychat.gateway.core.config.ConfigFault;
import io.mychat.gateway.core.config.ConfigSnapshot.ConfiguredModule;
import io.mychat.gateway.core.config.ServerConfig;
import io.mychat.gateway.core.config.reading.KnownModule;
import io.mychat.gateway.core.plugin.PluginManager;
import io.mychat.gateway.core.reload.ConfigManager;
import io.mychat.gateway.core.router.CommandClaims;
import io.mychat.gateway.core.router.RouterManager;
import io.mychat.gateway.spi.ModuleProvider.Module;
import io.mychat.gateway.spi.auth.CredentialVerifier;
import io.mychat.gateway.spi.auth.TokenService;
import io.mychat.gateway.spi.config.SettingFault;
import io.mychat.gateway.spi.message.HandlerDefinition;
import io.mychat.gateway.spi.transport.HttpTransport;
import io.mychat.gateway.spi.transport.WebSocketTransport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds problems that would prevent the start of a gateway or limit its functions, before anything is opened. Used by
 * {@link GatewayBuilder#build} and {@link GatewayBuilder#check}. Not thread-safe.
 */
final class StartupCheck {

    /** The name of the host program in faults. */
    private static final String PROGRAM = "program";

    private static final Map<Class<?>, KnownModule> REQUIRED = new LinkedHashMap<>();

    static {
        REQUIRED.put(WebSocketTransport.class, KnownModule.TRANSPORT);
        REQUIRED.put(HttpTransport.class, KnownModule.TRANSPORT);
        REQUIRED.put(TokenService.class, KnownModule.AUTH);
    }

    private final ConfigManager configuration;
    private final GatewayBuilder.Parts parts;

    StartupCheck(ConfigManager configuration, GatewayBuilder.Parts parts) {
        this.configuration = configuration;
        this.parts = parts;
    }

    /** Names and commands of the gateway's own handlers and of these. */
    static CommandClaims claims(List<HandlerDefinition> handlers, List<ConfigFault> faults) {
        CommandClaims claims = new CommandClaims();
        for (HandlerDefinition handler : handlers) {
            Optional<String> clash = claims.claim(handler);
            if (clash.isPresent()) {
                faults.add(new ConfigFault(PROGRAM, "handler", clash.get()));
            }
        }
        return claims;
    }

    /** The faults that prevent a start regardless of later registered handlers. */
    List<ConfigFault> faults() {
        List<ConfigFault> faults = new ArrayList<>();
        claims(parts.handlers(), faults);
        Map<Class<?>, String> offered = new HashMap<>();
        for (ConfiguredModule module : configuration.current().modules()) {
            for (Class<?> port : ports(module).orElse(Set.of())) {
                String other = offered.putIfAbsent(port, module.name());
                if (other != null && !parts.has(port)) {
                    faults.add(new ConfigFault(PROGRAM, "", twoOffers(port, other, module.name())));
                }
            }
        }
        for (Map.Entry<Class<?>, KnownModule> required : REQUIRED.entrySet()) {
            Class<?> port = required.getKey();
            if (isNeeded(port) && isMissing(port)) {
                faults.add(new ConfigFault(PROGRAM, "", missing(port, required.getValue())));
            }
        }
        return faults;
    }

    /**
     * Checks routes to handlers and addresses, in addition to {@link #faults()}.
     *
     * @param plugins declare their commands for the check
     * @return the warnings
     * @throws ConfigException with every fault
     */
    List<ConfigFault> deep(PluginManager plugins) {
        List<ConfigFault> faults = new ArrayList<>();
        List<ConfigFault> warnings = new ArrayList<>(warnings());
        CommandClaims claims = claims(parts.handlers(), faults);
        plugins.declare(
                definition -> claims.claim(definition).ifPresent(clash -> {
                    throw new IllegalArgumentException(clash);
                }),
                faults::add);
        faults.addAll(RouterManager.check(configuration.current().router(), claims));
        ServerConfig server = configuration.current().gateway().server();
        List<BindCheck.Port> ports = new ArrayList<>();
        if (binds(WebSocketTransport.class)) {
            ports.add(new BindCheck.Port("websocket_port", server.websocketPort()));
        }
        if (server.httpEnabled() && binds(HttpTransport.class)) {
            ports.add(new BindCheck.Port("http_port", server.httpPort()));
        }
        if (server.managementPort() != 0 && binds(HttpTransport.class)) {
            ports.add(new BindCheck.Port("management_port", server.managementPort()));
        }
        if (!SecurityAdvice.isPublic(configuration)) {
            // Otherwise it is an advice.
            ExposedMetrics.warning(configuration).ifPresent(warnings::add);
        }
        AuditFactory.fault(configuration).ifPresent(faults::add);
        if (!ports.isEmpty()) {
            new BindCheck(configuration.label(), faults::add, warnings::add).check(server.host(), ports);
        }
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
        return warnings;
    }

    /** A fault that a module has found. */
    static ConfigFault fault(String file, SettingFault fault) {
        return new ConfigFault(file, fault.path(), fault.message());
    }

    /** Warnings that do not prevent a start. */
    List<ConfigFault> warnings() {
        List<ConfigFault> warnings = new ArrayList<>(configuration.warnings());
        for (String name : configuration.modules().unknownLeftOut()) {
            warnings.add(new ConfigFault(
                    PROGRAM,
                    "without",
                    "there is no module " + name + " to leave out; there are "
                            + String.join(
                                    ", ", new TreeSet<>(configuration.modules().found()))));
        }
        if (isMissing(CredentialVerifier.class)) {
            warnings.add(new ConfigFault(
                    configuration.label(),
                    "$.auth.users_file",
                    "is not set, and the program brings no CredentialVerifier: nobody can log in with a password (1001 and"
                            + " POST /api/auth/login answer 503 no_password_login); tokens are taken"));
        }
        return warnings;
    }

    private boolean isNeeded(Class<?> port) {
        ServerConfig server = configuration.current().gateway().server();
        return port != HttpTransport.class || server.httpEnabled() || server.managementPort() != 0;
    }

    /** Whether a module's transport binds an address; that of the host application may do anything. */
    private boolean binds(Class<?> transport) {
        return !parts.has(transport)
                && configuration.current().modules().stream()
                        .map(ConfiguredModule::module)
                        .filter(module -> module.ports().orElse(Set.of()).contains(transport))
                        .noneMatch(Module::isMounted);
    }

    /** Whether a port has no adapter; false when a module does not declare its ports. */
    private boolean isMissing(Class<?> port) {
        if (parts.has(port)) {
            return false;
        }
        for (ConfiguredModule module : configuration.current().modules()) {
            Optional<Set<Class<?>>> ports = ports(module);
            if (ports.isEmpty() || ports.get().contains(port)) {
                return false;
            }
        }
        return true;
    }

    private String missing(Class<?> port, KnownModule usual) {
        return missing(port, configuration.modules().advice(usual));
    }

    static String missing(Class<?> port, String advice) {
        return "there is no " + port.getSimpleName() + ": " + advice + ", or give the builder one";
    }

    static String twoOffers(Class<?> port, String one, String other) {
        return "the modules " + one + " and " + other + " both offer a " + port.getSimpleName()
                + ": leave one out with GatewayBuilder.without, or give the builder the right one";
    }

    private static Optional<Set<Class<?>>> ports(ConfiguredModule module) {
        return module.module().ports();
    }
}
