package io.mychat.gateway.core.router;

import io.mychat.gateway.core.config.CommandRange;
import io.mychat.gateway.core.config.RouteConfig;
import io.mychat.gateway.core.config.RouteTarget;
import io.mychat.gateway.core.config.reading.KnownModule;
import io.mychat.gateway.core.observe.CommandLatencies;
import io.mychat.gateway.spi.backend.BackendServices;
import io.mychat.gateway.spi.backend.CallOptions;
import io.mychat.gateway.spi.event.Tracer;
import io.mychat.gateway.spi.message.HandlerDefinition;
import io.mychat.gateway.spi.message.Sensitivity;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes routes. A configured option takes precedence over the handler's own. */
final class RouteFactory {

    static final String NO_BACKENDS = "service routing needs io.mychat.gateway:" + KnownModule.BACKENDS.artifact();

    private final Supplier<Duration> taskTimeout;
    private final @Nullable BackendServices services;
    private final LocalRetries retries;
    private final CommandLatencies latencies;

    RouteFactory(
            Supplier<Duration> taskTimeout,
            @Nullable BackendServices services,
            LocalRetries retries,
            CommandLatencies latencies) {
        this.taskTimeout = taskTimeout;
        this.services = services;
        this.retries = retries;
        this.latencies = latencies;
    }

    /** Makes the same routes, which are never taken: they are not measured. */
    RouteFactory ofTrials() {
        return new RouteFactory(taskTimeout, services, retries, new CommandLatencies(0, Tracer.NONE));
    }

    boolean callsServices() {
        return services != null;
    }

    /** The route of a handler's registered command, without a configured one. */
    Route of(long cmdId, HandlerDefinition handler) {
        return new Route(
                handler,
                handler.sensitivity(),
                timeout(handler),
                handler.roles(),
                handler.concurrent(),
                latencies.of(Long.toString(cmdId)));
    }

    /**
     * @param commands the command or range of the route
     * @param once whether the handler must never be called again; then only its {@link StoreSteps} are retried
     */
    Route toHandler(CommandRange commands, HandlerDefinition handler, RouteConfig config, boolean once) {
        return new Route(
                repeated(handler, config, once),
                config.sensitivity().orElse(handler.sensitivity()),
                config.timeout().orElse(timeout(handler)),
                config.roles().orElse(handler.roles()),
                config.concurrent().orElse(handler.concurrent()),
                latencies.of(commands.toString()));
    }

    private HandlerDefinition repeated(HandlerDefinition handler, RouteConfig config, boolean once) {
        if (config.retryCount() == 0) {
            return handler;
        }
        if (once) {
            return retries.aroundSteps(handler, config.retryCount());
        }
        return config.idempotent() ? retries.around(handler, config.retryCount()) : handler;
    }

    Route toService(CommandRange commands, RouteTarget.Service target, RouteConfig config) {
        if (services == null) {
            throw new IllegalStateException(NO_BACKENDS);
        }
        CallOptions options = new CallOptions(target.path(), config.retryCount(), config.idempotent());
        HandlerDefinition handler = HandlerDefinition.async(
                        "service " + target.name(), new ServiceHandler(services, target.name(), options))
                .build();
        return new Route(
                handler,
                config.sensitivity().orElse(Sensitivity.NORMAL),
                config.timeout().orElseGet(taskTimeout),
                config.roles().orElse(Set.of()),
                config.concurrent().orElse(false),
                latencies.of(commands.toString()));
    }

    private Duration timeout(HandlerDefinition handler) {
        Duration own = handler.timeout();
        return own == null ? taskTimeout.get() : own;
    }
}
