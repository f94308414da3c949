package io.mychat.gateway.core.router;

import io.mychat.gateway.core.config.CommandRange;
import io.mychat.gateway.core.config.ConfigException;
import io.mychat.gateway.core.config.ConfigFault;
import io.mychat.gateway.core.config.RouteConfig;
import io.mychat.gateway.core.config.RouteTarget;
import io.mychat.gateway.core.config.RouterConfig;
import io.mychat.gateway.core.observe.CommandLatencies;
import io.mychat.gateway.spi.HandlerRegistry;
import io.mychat.gateway.spi.backend.BackendServices;
import io.mychat.gateway.spi.backend.HealthCheckOptions;
import io.mychat.gateway.spi.backend.ServiceDefinition;
import io.mychat.gateway.spi.message.HandlerDefinition;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * RouterManager of specification 3.5: holds the handlers by name and the routes by command. Thread-safe: this object's
 * lock guards changes, each of which makes a new table; {@link #route} reads the current one.
 *
 * <p>A route for a single id takes precedence over a route for a range. Among those, a route that was {@linkplain #put
 * added at run time} takes precedence over a configured one, and both over the commands of a handler's registration.
 */
public final class RouterManager implements HandlerRegistry {

    private static final Logger log = LoggerFactory.getLogger(RouterManager.class);

    private final HandlerTable handlers;
    private final RouteFactory factory;
    private final @Nullable BackendServices services;
    private final Map<CommandRange, RouteConfig> added = new LinkedHashMap<>();
    private RouterConfig config;
    private volatile RouteTable table;

    /**
     * The further dependencies of the router.
     *
     * @param taskTimeout the time limit of handlers and routes without their own; called when a table is built
     * @param services calls back-end services; null: a route to a service is a fault
     * @param workers run the retries of handlers
     * @param latencies measures the time to the answer, for each route
     */
    public record Dependencies(
            Supplier<Duration> taskTimeout,
            @Nullable BackendServices services,
            TimeSource time,
            Executor workers,
            CommandLatencies latencies) {}

    /**
     * @param builtIn the gateway's own handlers
     * @param config takes effect as far as its handlers are registered; {@link #verify()} requires all of them
     */
    public RouterManager(List<HandlerDefinition> builtIn, RouterConfig config, Dependencies dependencies) {
        this.handlers = new HandlerTable(builtIn);
        this.services = dependencies.services();
        this.factory = new RouteFactory(
                dependencies.taskTimeout(),
                dependencies.services(),
                new LocalRetries(
                        dependencies.time(),
                        dependencies.workers(),
                        () -> ThreadLocalRandom.current().nextDouble()),
                dependencies.latencies());
        this.config = config;
        this.table = builder(config).build(config.routes(), added);
    }

    @Override
    public synchronized void register(HandlerDefinition definition) {
        handlers.register(definition);
        table = builder(config).build(config.routes(), added);
    }

    /** Puts another handler in place of the gateway's own one with the same name. */
    public synchronized void replaceBuiltIn(HandlerDefinition definition) {
        handlers.replace(definition);
        table = builder(config).build(config.routes(), added);
    }

    /** The route of a command, or null. */
    public @Nullable Route route(long cmdId) {
        return table.find(cmdId);
    }

    /** The faults with which {@link #replace} would refuse this configuration now. */
    public synchronized List<ConfigFault> faults(RouterConfig next) {
        RouteTableBuilder trial = trial(next);
        trial.build(next.routes(), added);
        return trial.faults();
    }

    /**
     * Replaces the configured routes and services in one step. Registrations and routes added at run time stay.
     *
     * @throws ConfigException with every route to an unknown handler or service, including those added at run time;
     *     nothing has changed then
     */
    public synchronized void replace(RouterConfig next) {
        RouteTableBuilder builder = builder(next);
        RouteTable built = builder.build(next.routes(), added);
        if (!builder.faults().isEmpty()) {
            throw new ConfigException(builder.faults());
        }
        takeEffect(next, built);
    }

    /**
     * Replaces the configured routes and services by a configuration that was {@linkplain #faults checked} and is in
     * effect already. Never fails: a route that was added since the check and has lost its handler or service is
     * removed and logged.
     */
    public synchronized void adopt(RouterConfig next) {
        added.entrySet().removeIf(entry -> {
            List<ConfigFault> faults = faultsOf(next, entry.getKey(), entry.getValue());
            faults.forEach(
                    fault -> log.warn("A route that was added while the configuration changed is removed: {}", fault));
            return !faults.isEmpty();
        });
        RouteTableBuilder builder = builder(next);
        RouteTable built = builder.build(next.routes(), added);
        builder.faults().forEach(fault -> log.error("A route is left out: {}", fault));
        takeEffect(next, built);
    }

    private List<ConfigFault> faultsOf(RouterConfig routes, CommandRange commands, RouteConfig route) {
        RouteTableBuilder trial = trial(routes);
        trial.build(Map.of(), Map.of(commands, route));
        return trial.faults();
    }

    private void takeEffect(RouterConfig next, RouteTable built) {
        if (services != null) {
            // The old table may still use a removed service, so the service stays until the new table is in effect.
            Map<String, ServiceDefinition> both = new LinkedHashMap<>(config.services());
            both.putAll(next.services());
            services.configure(watched(both));
        }
        config = next;
        table = built;
        watchRouted();
    }

    /** Checks the servers of those services that a route names now. */
    private void watchRouted() {
        if (services != null) {
            services.configure(watched(config.services()));
        }
    }

    /** Adds a connection check to the services that a route names; the others need none. */
    private Map<String, ServiceDefinition> watched(Map<String, ServiceDefinition> definitions) {
        Set<String> routed = Stream.concat(config.routes().values().stream(), added.values().stream())
                .map(RouteConfig::target)
                .filter(RouteTarget.Service.class::isInstance)
                .map(target -> ((RouteTarget.Service) target).name())
                .collect(Collectors.toSet());
        Map<String, ServiceDefinition> watched = new LinkedHashMap<>();
        definitions.forEach((name, definition) -> {
            Duration interval = definition.policy().connectCheck();
            boolean connect = routed.contains(name) && definition.healthCheck().isEmpty() && !interval.isZero();
            watched.put(name, connect ? definition.withHealthCheck(HealthCheckOptions.connect(interval)) : definition);
        });
        return watched;
    }

    /**
     * Puts the configuration into effect as a whole. Called at the end of the start, when all handlers are registered.
     *
     * @throws ConfigException with every route to an unknown handler or service
     */
    public synchronized void verify() {
        replace(config);
    }

    /**
     * Adds a route at run time. It replaces an earlier one that was added for exactly these commands.
     *
     * @throws IllegalArgumentException when the route names an unknown handler or service, overlaps another added
     *     range, or its commands cannot be routed; nothing has changed then
     */
    public synchronized void put(CommandRange commands, RouteConfig route) {
        route.misplacement(commands).ifPresent(reason -> {
            throw new IllegalArgumentException("Route " + commands + ": " + reason);
        });
        added.keySet().stream()
                .filter(other ->
                        !other.equals(commands) && other.isSingle() == commands.isSingle() && other.overlaps(commands))
                .findFirst()
                .ifPresent(other -> {
                    throw new IllegalArgumentException("Route " + commands + " overlaps with " + other);
                });
        List<ConfigFault> faults = faultsOf(config, commands, route);
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(
                    "Route " + commands + " " + faults.get(0).message());
        }
        added.put(commands, route);
        table = builder(config).build(config.routes(), added);
        watchRouted();
    }

    /**
     * Removes a route that was added at run time. The configured or registered routes of its commands are in effect
     * again.
     *
     * @return false when none was added for exactly these commands
     */
    public synchronized boolean remove(CommandRange commands) {
        boolean removed = added.remove(commands) != null;
        table = builder(config).build(config.routes(), added);
        watchRouted();
        return removed;
    }

    /** The routes that were added at run time. */
    public synchronized Map<CommandRange, RouteConfig> added() {
        return Map.copyOf(added);
    }

    /**
     * Checks routes before there are any handlers.
     *
     * @param claims the names and commands of the future handlers
     * @return the faults of all routes to unknown handlers
     */
    public static List<ConfigFault> check(RouterConfig config, CommandClaims claims) {
        return RouteTableBuilder.check(config, claims);
    }

    /** Builds a table that never takes effect. */
    private RouteTableBuilder trial(RouterConfig routes) {
        return new RouteTableBuilder(handlers, Set.copyOf(routes.services().keySet()), factory.ofTrials());
    }

    private RouteTableBuilder builder(RouterConfig routes) {
        return new RouteTableBuilder(handlers, Set.copyOf(routes.services().keySet()), factory);
    }
}
