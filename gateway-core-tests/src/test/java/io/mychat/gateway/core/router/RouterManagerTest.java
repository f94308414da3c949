package io.mychat.gateway.core.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mychat.gateway.core.config.CommandRange;
import io.mychat.gateway.core.config.ConfigException;
import io.mychat.gateway.core.config.RouteConfig;
import io.mychat.gateway.core.config.RouterConfig;
import io.mychat.gateway.core.observe.CommandLatencies;
import io.mychat.gateway.spi.backend.BackendOutcome.Answered;
import io.mychat.gateway.spi.backend.BalancingStrategy;
import io.mychat.gateway.spi.backend.ServerDefinition;
import io.mychat.gateway.spi.backend.ServiceDefinition;
import io.mychat.gateway.spi.event.Tracer;
import io.mychat.gateway.spi.message.HandlerDefinition;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.backend.InMemoryBackendServices;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Another configuration while routes are used. */
class RouterManagerTest {

    private static final ServiceDefinition SERVICE = ServiceDefinition.of(
            BalancingStrategy.ROUND_ROBIN, List.of(new ServerDefinition(URI.create("http://127.0.0.1:1"), 1)));
    private static final CommandRange ORDERS = CommandRange.single(5001);
    private static final CommandRange MANY = new CommandRange(6000, 6099);

    private final InMemoryBackendServices backends = new InMemoryBackendServices(new Answered("{}"));
    private final CommandLatencies latencies = new CommandLatencies(10, Tracer.NONE);
    private final RouterManager router = new RouterManager(
            List.of(handler("auth_login", 1001)),
            RouterConfig.defaults(),
            new RouterManager.Dependencies(
                    () -> Duration.ofSeconds(5), backends, new ManualTime(), Runnable::run, latencies));

    private static HandlerDefinition handler(String name, long... commands) {
        HandlerDefinition.Builder builder = HandlerDefinition.blocking(name, (message, context) -> Reply.ok());
        for (long cmdId : commands) {
            builder.command(cmdId);
        }
        return builder.build();
    }

    private static RouterConfig config(Map<CommandRange, RouteConfig> routes, String... services) {
        Map<String, ServiceDefinition> definitions = new HashMap<>();
        for (String name : services) {
            definitions.put(name, SERVICE);
        }
        return new RouterConfig(routes, definitions);
    }

    private String handlerOf(long cmdId) {
        Route route = router.route(cmdId);
        return route == null ? "none" : route.handler().name();
    }

    @Test
    void anotherConfigurationReplacesRoutesAndServicesAndNothingElse() {
        router.register(handler("mine", 5002));
        router.replace(config(Map.of(ORDERS, RouteConfig.toService("orders")), "orders"));
        router.put(CommandRange.single(7000), RouteConfig.toHandler("mine"));
        assertThat(handlerOf(5001)).isEqualTo("service orders");

        router.replace(config(Map.of(MANY, RouteConfig.toService("shop")), "shop"));

        assertThat(handlerOf(5001)).isEqualTo("none");
        assertThat(handlerOf(6050)).isEqualTo("service shop");
        assertThat(handlerOf(5002)).isEqualTo("mine");
        assertThat(handlerOf(7000)).isEqualTo("mine");
        assertThat(handlerOf(1001)).isEqualTo("auth_login");
        assertThat(backends.services()).containsOnlyKeys("shop");
    }

    @Test
    void aConfigurationWithFaultsChangesNothingAndNamesThemAll() {
        router.replace(config(Map.of(ORDERS, RouteConfig.toService("orders")), "orders"));

        ConfigException thrown = catchThrowableOfType(
                ConfigException.class,
                () -> router.replace(
                        config(Map.of(ORDERS, RouteConfig.toService("gone"), MANY, RouteConfig.toHandler("nobody")))));

        assertThat(Objects.requireNonNull(thrown).faults())
                .extracting(fault -> fault.path())
                .containsExactlyInAnyOrder("$.routes['5001']", "$.routes['6000-6099']");
        assertThat(handlerOf(5001)).isEqualTo("service orders");
        assertThat(backends.services()).containsOnlyKeys("orders");
    }

    @Test
    void aServiceThatAnAddedRouteNeedsCannotGo() {
        router.replace(config(Map.of(), "orders"));
        router.put(ORDERS, RouteConfig.toService("orders"));

        assertThatThrownBy(() -> router.replace(config(Map.of())))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("routes added at run time")
                .hasMessageContaining("orders");
        assertThat(handlerOf(5001)).isEqualTo("service orders");
    }

    @Test
    void aRouteAddedDuringAReloadGoesWithItsService() {
        router.register(handler("mine"));
        router.replace(config(Map.of(), "orders"));
        RouterConfig next = config(Map.of(MANY, RouteConfig.toService("shop")), "shop");
        assertThat(router.faults(next)).isEmpty();
        router.put(ORDERS, RouteConfig.toService("orders"));
        router.put(CommandRange.single(7000), RouteConfig.toHandler("mine"));

        router.adopt(next);

        assertThat(handlerOf(5001)).isEqualTo("none");
        assertThat(handlerOf(6050)).isEqualTo("service shop");
        assertThat(handlerOf(7000)).isEqualTo("mine");
        assertThat(router.added()).containsOnlyKeys(CommandRange.single(7000));
        assertThat(backends.services()).containsOnlyKeys("shop");
        assertThat(router.faults(next)).isEmpty();
    }

    @Test
    void singleIdsTakePrecedenceOverRanges() {
        router.register(handler("registered", 6001));
        router.register(handler("mine"));
        router.replace(config(
                Map.of(MANY, RouteConfig.toService("orders"), CommandRange.single(6002), RouteConfig.toHandler("mine")),
                "orders"));

        router.put(new CommandRange(6000, 6010), RouteConfig.toHandler("mine"));

        assertThat(handlerOf(6000)).isEqualTo("mine");
        assertThat(handlerOf(6001)).isEqualTo("registered");
        assertThat(handlerOf(6011)).isEqualTo("service orders");
        router.put(CommandRange.single(6002), RouteConfig.toService("orders"));
        assertThat(handlerOf(6002)).isEqualTo("service orders");
    }

    @Test
    void withoutBackEndServicesARouteToOneNamesTheArtifact() {
        RouterManager alone = new RouterManager(
                List.of(),
                RouterConfig.defaults(),
                new RouterManager.Dependencies(
                        () -> Duration.ofSeconds(5), null, new ManualTime(), Runnable::run, latencies));

        assertThatThrownBy(() -> alone.replace(config(Map.of(ORDERS, RouteConfig.toService("orders")), "orders")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("io.mychat.gateway:gateway-backends");
    }
}
