package io.mychat.gateway.core.config.reading;

import static io.mychat.gateway.core.config.reading.ConfigFixture.faults;
import static io.mychat.gateway.core.config.reading.ConfigFixture.gateway;
import static io.mychat.gateway.core.config.reading.ConfigFixture.load;
import static io.mychat.gateway.core.config.reading.ConfigFixture.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.config.CommandRange;
import io.mychat.gateway.core.config.RouteConfig;
import io.mychat.gateway.core.config.RouteTarget;
import io.mychat.gateway.core.config.RouterConfig;
import io.mychat.gateway.spi.backend.BalancingStrategy;
import io.mychat.gateway.spi.backend.BreakerOptions;
import io.mychat.gateway.spi.backend.CallLimits;
import io.mychat.gateway.spi.backend.HealthCheckOptions;
import io.mychat.gateway.spi.backend.HttpVersion;
import io.mychat.gateway.spi.backend.RetryOptions;
import io.mychat.gateway.spi.backend.ServerDefinition;
import io.mychat.gateway.spi.backend.ServiceDefinition;
import io.mychat.gateway.spi.backend.ServicePolicy;
import io.mychat.gateway.spi.backend.ServiceSecret;
import io.mychat.gateway.spi.message.Sensitivity;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouterConfigTest {

    private static final FakeModule BACKENDS = new FakeModule("gateway-backends", Set.of(), settings -> {});

    @TempDir
    private Path directory;

    private ConfigSource router(String json) {
        write(directory, "router_config.json", json.replace('\'', '"'));
        return gateway(directory, "{}");
    }

    private ConfigSource routes(String routes) {
        return router("{'routes': {" + routes + "}, 'services': {'orders': {'servers': ['http://h:1']}}}");
    }

    private static RouteConfig handler(String name, int timeoutMillis, int retries) {
        return RouteConfig.toHandler(name)
                .withTimeout(Duration.ofMillis(timeoutMillis))
                .withRetries(retries, false);
    }

    @Test
    void theSpecificationsExampleLoads() {
        RouterConfig router = load(router("""
                {"routes": {"1001": {"handler": "auth_login", "timeout_ms": 5000, "retry_count": 3},
                            "2001": {"handler": "message_send", "timeout_ms": 3000, "retry_count": 1}},
                 "load_balancing": {"strategy": "round_robin",
                                    "backend_servers": ["http://backend1:8080", "http://backend2:8080"]}}""")).router();

        assertThat(router.routes())
                .containsOnly(
                        Map.entry(new CommandRange(1001, 1001), handler("auth_login", 5000, 3)),
                        Map.entry(new CommandRange(2001, 2001), handler("message_send", 3000, 1)));
        assertThat(router.services())
                .containsOnly(Map.entry(
                        "default",
                        ServiceDefinition.of(
                                BalancingStrategy.ROUND_ROBIN,
                                List.of(
                                        new ServerDefinition(URI.create("http://backend1:8080"), 1),
                                        new ServerDefinition(URI.create("http://backend2:8080"), 1)))));
    }

    @Test
    void theProtocolsExampleLoadsWhereServicesAreCalled() {
        ConfigSource source = router("""
                {"routes": {"5001": {"service": "orders", "timeout_ms": 2000, "retry_count": 2, "idempotent": true,
                                     "sensitivity": "normal", "roles": [], "path": "/o"},
                            "5002": {"handler": "mine", "concurrent": true},
                            "6000-6099": {"service": "default"}},
                 "services": {"orders": {"strategy": "least_connections", "max_concurrent": 20,
                                         "secret": "${ORDERS_SECRET:hush}", "other_secrets": ["hush, hush"],
                                         "servers": ["http://10.0.0.1:9000",
                                                     {"url": "http://10.0.0.2:9000", "weight": 3}],
                                         "health_check": {"path": "/health", "interval_ms": 2000,
                                                          "unhealthy_after": 2, "healthy_after": 1}}},
                 "load_balancing": {"strategy": "round_robin", "backend_servers": ["http://backend1:8080"]}}""");

        RouterConfig router = load(source, BACKENDS).router();

        assertThat(router.route(5001))
                .contains(new RouteConfig(
                        new RouteTarget.Service("orders", Optional.of("/o")),
                        Optional.of(Duration.ofSeconds(2)),
                        2,
                        true,
                        Optional.of(Sensitivity.NORMAL),
                        Optional.empty(),
                        Optional.of(Set.of())));
        assertThat(router.route(5002).flatMap(RouteConfig::concurrent)).contains(true);
        assertThat(router.route(6000).map(RouteConfig::target))
                .contains(new RouteTarget.Service("default", Optional.empty()));
        assertThat(router.services().get("orders"))
                .isEqualTo(ServiceDefinition.of(
                                BalancingStrategy.LEAST_CONNECTIONS,
                                List.of(
                                        new ServerDefinition(URI.create("http://10.0.0.1:9000"), 1),
                                        new ServerDefinition(URI.create("http://10.0.0.2:9000"), 3)))
                        .withSecrets(List.of(new ServiceSecret("hush"), new ServiceSecret("hush, hush")))
                        .withHealthCheck(HealthCheckOptions.defaults())
                        .withPolicy(
                                ServicePolicy.defaults().withLimits(new CallLimits(20, 1 << 20, Optional.empty()))));
        assertThat(router.toString()).doesNotContain("hush");
    }

    @Test
    void everyBoundOfAServiceCanBeSet() {
        ServiceDefinition service = load(router("""
                        {"services": {"s": {"strategy": "consistent_hash", "servers": ["https://h"],
                          "max_concurrent": 1, "max_response_bytes": 1000, "attempt_timeout_ms": 300,
                          "connect_check_ms": 700,
                          "slow_start_ms": 0, "http_version": "http_2",
                          "retry": {"budget_percent": 5, "budget_burst": 6, "backoff_ms": 7, "max_backoff_ms": 8},
                          "circuit_breaker": {"failure_percent": 10, "window": 30, "min_calls": 20, "open_ms": 40,
                                              "half_open_calls": 2},
                          "health_check": {"timeout_ms": 50}}}}""")).router().services().get("s");

        assertThat(service)
                .isEqualTo(ServiceDefinition.of(
                                BalancingStrategy.CONSISTENT_HASH,
                                List.of(new ServerDefinition(URI.create("https://h"), 1)))
                        .withHealthCheck(
                                new HealthCheckOptions("/health", Duration.ofSeconds(2), Duration.ofMillis(50), 2, 1))
                        .withPolicy(new ServicePolicy(
                                new CallLimits(1, 1000, Optional.of(Duration.ofMillis(300))),
                                new RetryOptions(5, 6, Duration.ofMillis(7), Duration.ofMillis(8)),
                                new BreakerOptions(10, 30, 20, Duration.ofMillis(40), 2),
                                Duration.ofMillis(700),
                                Duration.ZERO,
                                HttpVersion.HTTP_2)));
    }

    @Test
    void theSchemeOfAServerMayBeInCapitals() {
        ServiceDefinition service = load(router("""
                        {"services": {"s": {"servers": ["HTTP://Host:80"]}}}""")).router().services().get("s");

        assertThat(Objects.requireNonNull(service).servers())
                .containsExactly(new ServerDefinition(URI.create("http://Host:80"), 1));
    }

    @Test
    void aServiceNeedsTheModuleThatCallsServices() {
        assertThat(faults(routes("'5001': {'service': 'orders'}")))
                .containsExactly("router_config.json: $.routes['5001'].service: service routing needs"
                        + " io.mychat.gateway:gateway-backends");
    }

    @Test
    void aSingleIdGoesBeforeTheRangeAroundIt() {
        RouterConfig router = load(routes("'6000-6099': {'handler': 'many'}, '6005': {'handler': 'one'}"))
                .router();

        assertThat(router.route(6004).map(RouteConfig::target)).contains(new RouteTarget.Handler("many"));
        assertThat(router.route(6005).map(RouteConfig::target)).contains(new RouteTarget.Handler("one"));
        assertThat(router.route(6100)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'6000-6099': {'handler': 'a'}, '6099-6100': {'handler': 'b'}"
                        + " | ['6099-6100']: overlaps with 6000-6099",
                "'6000': {'handler': 'a'}, '6000-6000': {'handler': 'b'} | ['6000-6000']: overlaps with 6000",
                "'06000': {'handler': 'a'}"
                        + " | ['06000']: must be a command id such as 5001, or a range such as 6000-6099",
                "'4294967296': {'handler': 'a'}"
                        + " | ['4294967296']: must be a command id such as 5001, or a range such as 6000-6099",
                "'7000-6000': {'handler': 'a'}"
                        + " | ['7000-6000']: must be a command id such as 5001, or a range such as 6000-6099",
                "'4050': {'handler': 'a'} | ['4050']: 4001-4099 are sent by the gateway, never to it",
                "'1000-2000': {'handler': 'a'} | ['1000-2000']: 1001-1099, 2003-2099 and 3001-3099 stay with the gateway's own"
                        + " handlers; a route may name one of them for a single id",
                "'3001': {'service': 'orders'} | ['3001']: 1001-1099, 2003-2099 and 3001-3099 stay with the gateway's own"
                        + " handlers; a route may name one of them for a single id",
                "'2004': {'service': 'orders'} | ['2004']: 1001-1099, 2003-2099 and 3001-3099 stay with the gateway's own"
                        + " handlers; a route may name one of them for a single id",
                "'5001': {} | ['5001'].handler: a route has a handler or a service, and not both",
                "'5001': {'handler': 'a', 'service': 'orders'}"
                        + " | ['5001'].handler: a route has a handler or a service, and not both",
                "'5001': {'handler': 'a', 'path': '/x'} | ['5001'].path: is for services only",
                "'5001': {'handler': ' '} | ['5001'].handler: must be the name of a handler",
                "'5001': {'service': 'oders'}" + " | ['5001'].service: unknown service oders; did you mean orders?",
                "'5001': {'service': 'orders', 'path': '/a b'}"
                        + " | ['5001'].path: must begin with / and be a path as URLs have it",
                "'5001': {'service': 'orders', 'path': 'x'} | ['5001'].path: must begin with / and be a path as URLs have it",
                "'5001': {'handler': 'a', 'sensitivity': 'high'}"
                        + " | ['5001'].sensitivity: must be one of public, normal, sensitive",
                "'5001': {'handler': 'a', 'retry_count': 11}"
                        + " | ['5001'].retry_count: must be a whole number from 0 to 10, not 11",
                "'5001': {'handler': 'a', 'retries': 1} | ['5001'].retries: unknown key",
                "'5001': 'a' | ['5001']: must be an object"
            })
    void routesThatCannotBeAreFaults(String routes, String fault) {
        assertThat(faults(routes(routes), BACKENDS)).containsExactly("router_config.json: $.routes" + fault);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'s': {} | $.services.s.servers: must name at least one server",
                "'s': {'servers': ['http://h:0']}"
                        + " | $.services.s.servers[0].url: must have a port from 1 to 65535, or none",
                "'s': {'servers': ['http://h:99999']}"
                        + " | $.services.s.servers[0].url: must have a port from 1 to 65535, or none",
                "'s': {'servers': ['http://h:']}"
                        + " | $.services.s.servers[0].url: must have a port from 1 to 65535, or none",
                "'s': {'servers': ['http://my_backend:80']}"
                        + " | $.services.s.servers[0].url: has a host with an underscore, which is not allowed in host names:"
                        + " use another name or the IP address",
                "'s': {'servers': ['http://u@h:80']}"
                        + " | $.services.s.servers[0].url: must be http://host:port or https://host:port, without user, query and"
                        + " fragment",
                "'s': {'servers': ['backend1:8080']}"
                        + " | $.services.s.servers[0].url: must be http://host:port or https://host:port",
                "'s': {'servers': [{'url': 'http://h', 'weight': 0}]}"
                        + " | $.services.s.servers[0].weight: must be a whole number from 1 to 1000, not 0",
                "'s': {'servers': ['http://h'], 'strategy': 'best'}"
                        + " | $.services.s.strategy: must be one of round_robin, weighted, random,"
                        + " least_connections, consistent_hash",
                "'s': {'servers': ['http://h', {'url': 'http://h', 'weight': 2}]}"
                        + " | $.services.s.servers[1].url: is named twice; give it a weight instead",
                "'s': {'servers': ['http://h'], 'http_version': '2'}"
                        + " | $.services.s.http_version: must be one of http_1_1, http_2",
                "'s': {'servers': ['http://h'], 'circuit_breaker': {'window': 5}}"
                        + " | $.services.s.circuit_breaker.window: min_calls (10) must not exceed window (5)",
                "'s': {'servers': ['http://h'], 'retry': {'budget': 5}} | $.services.s.retry.budget: unknown key",
                "'s': {'servers': ['http://h'], 'health_check': {'path': 'x'}}"
                        + " | $.services.s.health_check.path: must begin with / and be a path as URLs have it",
                "'default': {'servers': ['http://h']} | $.load_balancing: is the service default, which services has too"
            })
    void servicesThatCannotBeAreFaults(String services, String fault) {
        ConfigSource source =
                router("{'services': {" + services + "}, 'load_balancing': {'backend_servers': ['http://h']}}");

        assertThat(faults(source)).containsExactly("router_config.json: " + fault);
    }
}
