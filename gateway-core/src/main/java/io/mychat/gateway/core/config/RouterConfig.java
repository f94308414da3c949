package io.mychat.gateway.core.config;

import io.mychat.gateway.spi.backend.ServiceDefinition;
import java.util.Map;
import java.util.Optional;

/**
 * The content of {@code router_config.json} (specification 7.1, protocol.md section 3). Ranges do not overlap. A single
 * id may lie inside a range and then takes precedence.
 *
 * @param routes by command ids
 * @param services by name; {@code default} is the specification's block {@code load_balancing}
 * @since 0.1.0
 */
public record RouterConfig(Map<CommandRange, RouteConfig> routes, Map<String, ServiceDefinition> services) {

    public RouterConfig {
        routes = Map.copyOf(routes);
        services = Map.copyOf(services);
    }

    /** No routes: every handler answers the commands that it was registered for. */
    public static RouterConfig defaults() {
        return new RouterConfig(Map.of(), Map.of());
    }

    /** The route of a command. Searches all routes, so it is for building a table and not for each message. */
    public Optional<RouteConfig> route(long cmdId) {
        return Optional.ofNullable(routes.get(new CommandRange(cmdId, cmdId)))
                .or(() -> routes.entrySet().stream()
                        .filter(entry -> entry.getKey().contains(cmdId))
                        .map(Map.Entry::getValue)
                        .findFirst());
    }

    /** The JSON path of a route, for faults that are found after the reading. */
    public static String path(CommandRange commands) {
        return "$.routes['" + commands + "']";
    }
}
