package io.mychat.gateway.core.router;

import io.mychat.gateway.core.config.CommandRange;
import io.mychat.gateway.core.config.ConfigException;
import io.mychat.gateway.core.config.ConfigFault;
import io.mychat.gateway.core.config.RouteConfig;
import io.mychat.gateway.core.config.RouteTarget;
import io.mychat.gateway.core.config.RouterConfig;
import io.mychat.gateway.spi.HandlerRegistry;
import io.mychat.gateway.spi.message.HandlerDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * RouterManager of specification 3.5: knows the handlers by name and the routes by command. Thread-safe: this object's
 * lock guards changes, each of which makes a new table; {@link #route} reads the current one.
 */
public final class RouterManager implements HandlerRegistry {

    private static final Set<Long> REPLACEABLE = Set.of(2001L, 2002L);
    private static final Set<Long> RESERVED = Set.of(2003L, 2004L);

    private final Map<String, HandlerDefinition> byName = new LinkedHashMap<>();
    private final Map<Long, HandlerDefinition> byCommand = new HashMap<>();
    private final Set<String> builtIn;
    private final Supplier<Duration> taskTimeout;
    private RouterConfig config;
    private volatile RouteTable table;

    /**
     * @param builtIn the gateway's own handlers
     * @param taskTimeout for handlers and routes that name none; asked when the table is built
     */
    public RouterManager(List<HandlerDefinition> builtIn, RouterConfig config, Supplier<Duration> taskTimeout) {
        this.taskTimeout = taskTimeout;
        this.builtIn = Set.copyOf(builtIn.stream().map(HandlerDefinition::name).toList());
        this.config = config;
        for (HandlerDefinition definition : builtIn) {
            byName.put(definition.name(), definition);
            definition.commands().forEach(cmdId -> byCommand.put(cmdId, definition));
        }
        this.table = build(config, new ArrayList<>());
    }

    @Override
    public synchronized void register(HandlerDefinition definition) {
        if (byName.containsKey(definition.name())) {
            throw new IllegalArgumentException("There is a handler named " + definition.name() + " already");
        }
        for (long cmdId : definition.commands()) {
            HandlerDefinition present = byCommand.get(cmdId);
            boolean replaces = present != null && builtIn.contains(present.name()) && REPLACEABLE.contains(cmdId);
            if (isReserved(cmdId)) {
                throw new IllegalArgumentException(
                        "Command " + cmdId + " is reserved: take one outside 1001-1099, 3001-3099 and 4001-4099");
            }
            if (present != null && !replaces) {
                throw new IllegalArgumentException("Command " + cmdId + " has the handler " + present.name());
            }
        }
        byName.put(definition.name(), definition);
        definition.commands().forEach(cmdId -> byCommand.put(cmdId, definition));
        table = build(config, new ArrayList<>());
    }

    private static boolean isReserved(long cmdId) {
        return (cmdId >= 1001 && cmdId <= 1099)
                || (cmdId >= 3001 && cmdId <= 3099)
                || (cmdId >= 4001 && cmdId <= 4099)
                || RESERVED.contains(cmdId);
    }

    /** What {@link #replace} would find wrong with these routes. Later it finds no more: handlers only come, they never go. */
    public synchronized List<ConfigFault> faults(RouterConfig next) {
        List<ConfigFault> faults = new ArrayList<>();
        build(next, faults);
        return faults;
    }

    /**
     * Replaces the configured routes.
     *
     * @throws ConfigException when a route names a handler that nobody has registered; nothing has changed then
     */
    public synchronized void replace(RouterConfig next) {
        List<ConfigFault> faults = new ArrayList<>();
        RouteTable built = build(next, faults);
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
        config = next;
        table = built;
    }

    /**
     * Checks that every configured route has its handler; for the end of the start, when all are registered.
     *
     * @throws ConfigException with every route that has none
     */
    public synchronized void verify() {
        replace(config);
    }

    /** The route of a command, or null. */
    public @Nullable Route route(long cmdId) {
        return table.find(cmdId);
    }

    private RouteTable build(RouterConfig routes, List<ConfigFault> faults) {
        Map<Long, Route> exact = new HashMap<>();
        byCommand.forEach((cmdId, definition) -> exact.put(cmdId, route(definition, Optional.empty())));
        List<RouteTable.Range> ranges = new ArrayList<>();
        routes.routes().forEach((commands, route) -> {
            HandlerDefinition definition =
                    route.target() instanceof RouteTarget.Handler handler ? byName.get(handler.name()) : null;
            if (definition == null) {
                faults.add(noSuchHandler(commands, route, byName.keySet()));
            } else if (commands.isSingle()) {
                exact.put(commands.first(), route(definition, Optional.of(route)));
            } else {
                ranges.add(
                        new RouteTable.Range(commands.first(), commands.last(), route(definition, Optional.of(route))));
            }
        });
        return new RouteTable(exact, ranges);
    }

    /**
     * Checks routes before there are any handlers.
     *
     * @param names of the handlers that there will be
     * @throws ConfigException with every route to another one
     */
    public static void check(RouterConfig config, Collection<String> names) {
        List<ConfigFault> faults = new ArrayList<>();
        config.routes().forEach((commands, route) -> {
            if (!(route.target() instanceof RouteTarget.Handler handler) || !names.contains(handler.name())) {
                faults.add(noSuchHandler(commands, route, names));
            }
        });
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
    }

    private static ConfigFault noSuchHandler(CommandRange commands, RouteConfig route, Collection<String> names) {
        return new ConfigFault(
                "router_config.json",
                RouterConfig.path(commands),
                "names " + targetName(route) + ", but the handlers are " + String.join(", ", names));
    }

    private static String targetName(RouteConfig route) {
        return route.target() instanceof RouteTarget.Handler handler ? "the handler " + handler.name() : "a service";
    }

    private Route route(HandlerDefinition definition, Optional<RouteConfig> config) {
        Duration own = definition.timeout() == null ? taskTimeout.get() : definition.timeout();
        return new Route(
                definition,
                config.flatMap(RouteConfig::sensitivity).orElse(definition.sensitivity()),
                config.flatMap(RouteConfig::timeout).orElse(own),
                config.flatMap(RouteConfig::roles).orElse(definition.roles()),
                config.flatMap(RouteConfig::concurrent).orElse(definition.concurrent()));
    }
}
