package io.mychat.gateway.core.router;

import io.mychat.gateway.core.config.CommandRange;
import io.mychat.gateway.core.config.ConfigFault;
import io.mychat.gateway.core.config.RouteConfig;
import io.mychat.gateway.core.config.RouteTarget;
import io.mychat.gateway.core.config.RouterConfig;
import io.mychat.gateway.core.protocol.Command;
import io.mychat.gateway.spi.message.HandlerDefinition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Builds a table from the registered handlers, the configured routes, and those added at run time. A route to an
 * unknown handler or service is a fault and is left out. Used once, by one thread.
 */
final class RouteTableBuilder {

    private static final String FILE = "router_config.json";
    private static final String RUN_TIME = "routes added at run time";

    private final HandlerTable handlers;
    private final Set<String> services;
    private final RouteFactory factory;
    private final List<ConfigFault> faults = new ArrayList<>();
    private final Map<Long, Route> exact = new HashMap<>();

    /**
     * @param services the names of the existing services
     */
    RouteTableBuilder(HandlerTable handlers, Set<String> services, RouteFactory factory) {
        this.handlers = handlers;
        this.services = services;
        this.factory = factory;
    }

    /**
     * Single ids take precedence over ranges; among those, routes added at run time over configured ones over
     * registrations.
     */
    RouteTable build(Map<CommandRange, RouteConfig> configured, Map<CommandRange, RouteConfig> added) {
        handlers.byCommand().forEach((cmdId, definition) -> exact.put(cmdId, factory.of(cmdId, definition)));
        List<RouteTable.Range> low = layer(configured, FILE);
        List<RouteTable.Range> high = layer(added, RUN_TIME);
        return new RouteTable(exact, List.of(high, low));
    }

    List<ConfigFault> faults() {
        return faults;
    }

    private List<RouteTable.Range> layer(Map<CommandRange, RouteConfig> routes, String source) {
        List<RouteTable.Range> ranges = new ArrayList<>();
        routes.forEach((commands, config) -> {
            Route route = route(commands, config, source);
            if (route == null) {
                return;
            }
            if (commands.isSingle()) {
                exact.put(commands.first(), route);
            } else {
                ranges.add(new RouteTable.Range(commands.first(), commands.last(), route));
            }
        });
        return ranges;
    }

    private @Nullable Route route(CommandRange commands, RouteConfig config, String source) {
        if (config.target() instanceof RouteTarget.Service service) {
            if (!factory.callsServices()) {
                faults.add(fault(source, commands, RouteFactory.NO_BACKENDS));
                return null;
            }
            if (!services.contains(service.name())) {
                faults.add(fault(source, commands, "names the unknown service " + service.name()));
                return null;
            }
            return factory.toService(commands, service, config);
        }
        RouteTarget.Handler target = (RouteTarget.Handler) config.target();
        HandlerDefinition definition = handlers.named(target.name());
        if (definition == null) {
            faults.add(noSuchHandler(source, commands, target, handlers.names()));
            return null;
        }
        HandlerDefinition own = handlers.byCommand().get(commands.first());
        Optional<String> misdirection = misdirection(commands, target.name(), own == null ? null : own.name());
        if (misdirection.isPresent()) {
            faults.add(fault(source, commands, misdirection.get()));
            return null;
        }
        return factory.toHandler(commands, definition, config, Command.isRepeatedBySteps(definition.name()));
    }

    /** The reason why a command of the gateway cannot be routed to a handler; empty: it can. */
    private static Optional<String> misdirection(CommandRange commands, String handler, @Nullable String own) {
        if (!Command.isFixed(commands.first(), commands.last()) || handler.equals(own)) {
            return Optional.empty();
        }
        return Optional.of(
                own == null
                        ? "is reserved for the gateway"
                        : "stays with the handler " + own + ": a route may only change its options");
    }

    /** The faults of configured routes that the names and commands of the handlers show. */
    static List<ConfigFault> check(RouterConfig config, CommandClaims claims) {
        List<ConfigFault> faults = new ArrayList<>();
        config.routes().forEach((commands, route) -> {
            if (!(route.target() instanceof RouteTarget.Handler handler)) {
                return;
            }
            if (claims.names().contains(handler.name())) {
                String own = claims.handlerOf(commands.first()).orElse(null);
                misdirection(commands, handler.name(), own)
                        .ifPresent(message -> faults.add(fault(FILE, commands, message)));
            } else {
                faults.add(noSuchHandler(FILE, commands, handler, claims.names()));
            }
        });
        return faults;
    }

    private static ConfigFault noSuchHandler(
            String source, CommandRange commands, RouteTarget.Handler handler, Collection<String> names) {
        return fault(
                source,
                commands,
                "names the unknown handler " + handler.name() + "; the handlers are " + String.join(", ", names));
    }

    private static ConfigFault fault(String source, CommandRange commands, String message) {
        return new ConfigFault(source, RouterConfig.path(commands), message);
    }
}
