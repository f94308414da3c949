package io.mychat.gateway.core.config.reading;

import io.mychat.gateway.core.config.CommandRange;
import io.mychat.gateway.core.config.RouteConfig;
import io.mychat.gateway.core.config.RouteTarget;
import io.mychat.gateway.core.config.RouterConfig;
import io.mychat.gateway.core.config.json.JsonConfigSection;
import io.mychat.gateway.core.config.json.JsonPath;
import io.mychat.gateway.core.config.json.Suggestion;
import io.mychat.gateway.core.protocol.Command;
import io.mychat.gateway.spi.backend.ServiceDefinition;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads {@code router_config.json}.
 *
 * <p>Commands of the gateway itself ({@link Command#FIXED_IDS}) keep their handlers: a route may name one
 * again, by its single id, to change its terms, as the specification's example does with 1001. Whether the name is the
 * right one is known where the handlers are, in the router. {@link Command#SERVER_IDS} are never sent by a client.
 */
public final class RouterReader {

    private static final String DEFAULT_SERVICE = "default";
    /** Takes the place of an invalid target, so that the route's other keys are read as well. */
    private static final RouteTarget UNKNOWN = new RouteTarget.Handler("unknown");

    private static final String FORM = "must be a command id such as 5001, or a range such as 6000-6099";

    private final Optional<String> missingBackends;
    private final Map<CommandRange, RouteConfig> routes = new LinkedHashMap<>();

    private RouterReader(Optional<String> missingBackends) {
        this.missingBackends = missingBackends;
    }

    /**
     * @param missingBackends the reason why no back-end service can be called; empty: they can
     */
    public static RouterConfig read(JsonConfigSection root, Optional<String> missingBackends) {
        RouterReader reader = new RouterReader(missingBackends);
        Map<String, ServiceDefinition> services = services(root);
        JsonConfigSection section = root.section("routes");
        for (String key : section.keys()) {
            reader.readRoute(section, key, services);
        }
        return new RouterConfig(reader.routes, services);
    }

    private void readRoute(JsonConfigSection routesSection, String key, Map<String, ServiceDefinition> services) {
        JsonConfigSection section = routesSection.section(key);
        if (!section.isPresent()) {
            return;
        }
        Optional<RouteTarget> target = target(section, services);
        RouteConfig route = terms(section, target.orElse(UNKNOWN));
        if (target.isPresent() && route.retriesNothing()) {
            section.warn(
                    "retry_count",
                    "has no effect: a handler is repeated only when the route says \"idempotent\": true");
        }
        Optional<CommandRange> commands = CommandRange.parse(key);
        Optional<String> fault = commands.isEmpty() ? Optional.of(FORM) : placeFault(commands.get(), route);
        fault.ifPresent(message -> routesSection.fault(key, message));
        if (target.isPresent() && commands.isPresent() && fault.isEmpty()) {
            routes.put(commands.get(), route);
        }
    }

    private Optional<String> placeFault(CommandRange commands, RouteConfig route) {
        return route.misplacement(commands).or(() -> overlap(commands));
    }

    private Optional<String> overlap(CommandRange commands) {
        return routes.keySet().stream()
                .filter(other -> other.isSingle() == commands.isSingle() && other.overlaps(commands))
                .findFirst()
                .map(other -> "overlaps with " + other);
    }

    private Optional<RouteTarget> target(JsonConfigSection section, Map<String, ServiceDefinition> services) {
        Optional<String> handler = section.text("handler");
        Optional<String> service = section.text("service");
        Optional<String> path = section.text("path");
        if (handler.isPresent() == service.isPresent()) {
            section.fault("handler", "a route has a handler or a service, and not both");
            return Optional.empty();
        }
        if (handler.isPresent()) {
            return handlerTarget(section, handler.get());
        }
        checkService(section, service.get(), services);
        if (path.isPresent() && !RouteTarget.Service.isPath(path.get())) {
            section.fault("path", RouteTarget.Service.PATH_FORM);
            return Optional.empty();
        }
        return Optional.of(new RouteTarget.Service(service.get(), path));
    }

    private static Optional<RouteTarget> handlerTarget(JsonConfigSection section, String name) {
        if (section.has("path")) {
            section.fault("path", "is for services only");
        }
        return Optional.of(new RouteTarget.Handler(name));
    }

    private void checkService(JsonConfigSection section, String name, Map<String, ServiceDefinition> services) {
        if (missingBackends.isPresent()) {
            section.fault("service", missingBackends.get());
        } else if (!services.containsKey(name)) {
            section.fault(
                    "service",
                    "unknown service " + JsonPath.printable(name) + Suggestion.didYouMean(name, services.keySet()));
        }
    }

    private static RouteConfig terms(JsonConfigSection section, RouteTarget target) {
        Optional<Set<String>> roles =
                section.has("roles") ? Optional.of(KeyReader.roles(section, "roles")) : Optional.empty();
        return RecordReader.read(RouteConfig.class, section, Map.of("target", target, "roles", roles));
    }

    private static Map<String, ServiceDefinition> services(JsonConfigSection root) {
        Map<String, ServiceDefinition> services = new LinkedHashMap<>();
        JsonConfigSection named = root.section("services");
        for (String name : named.keys()) {
            JsonConfigSection section = named.section(name);
            if (section.isPresent()) {
                services.put(name, ServiceReader.read(section, "servers"));
            }
        }
        JsonConfigSection unnamed = root.section("load_balancing");
        if (unnamed.isPresent()) {
            ServiceDefinition service = ServiceReader.read(unnamed, "backend_servers");
            if (services.put(DEFAULT_SERVICE, service) != null) {
                root.fault("load_balancing", "is the service " + DEFAULT_SERVICE + ", which services has too");
            }
        }
        return services;
    }
}
