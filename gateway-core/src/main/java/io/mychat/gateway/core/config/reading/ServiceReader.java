package io.mychat.gateway.core.config.reading;

import io.mychat.gateway.core.config.RouteTarget;
import io.mychat.gateway.core.config.json.JsonConfigSection;
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
import io.mychat.gateway.spi.config.ConfigSection;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads one service of {@code router_config.json}: the one place of its keys, their defaults and their bounds. */
public final class ServiceReader {

    private static final CallLimits LIMITS = CallLimits.defaults();
    private static final RetryOptions RETRY = RetryOptions.defaults();
    private static final BreakerOptions BREAKER = BreakerOptions.defaults();
    private static final HealthCheckOptions HEALTH = HealthCheckOptions.defaults();
    private static final int HOUR = 3_600_000;

    private static final NumberKey WEIGHT = new NumberKey("weight", 1, 1, ServerDefinition.MAX_WEIGHT);
    private static final NumberKey MAX_CONCURRENT =
            new NumberKey("max_concurrent", LIMITS.maxConcurrent(), 1, 1_000_000);
    private static final NumberKey MAX_RESPONSE_BYTES =
            new NumberKey("max_response_bytes", LIMITS.maxResponseBytes(), 2, 64 << 20);
    private static final DurationKey ATTEMPT_TIMEOUT = DurationKey.millis("attempt_timeout_ms", HOUR, 1, HOUR);
    private static final DurationKey CONNECT_CHECK = DurationKey.millis(
            "connect_check_ms", ServicePolicy.defaults().connectCheck().toMillis(), 0, HOUR);
    private static final DurationKey SLOW_START = DurationKey.millis(
            "slow_start_ms", ServicePolicy.defaults().slowStart().toMillis(), 0, HOUR);

    private static final NumberKey BUDGET_PERCENT = new NumberKey("budget_percent", RETRY.budgetPercent(), 0, 100);
    private static final NumberKey BUDGET_BURST = new NumberKey("budget_burst", RETRY.budgetBurst(), 1, 10_000);
    private static final DurationKey BACKOFF =
            DurationKey.millis("backoff_ms", RETRY.backoff().toMillis(), 1, 60_000);
    private static final DurationKey MAX_BACKOFF =
            DurationKey.millis("max_backoff_ms", RETRY.maxBackoff().toMillis(), 1, 60_000);

    private static final NumberKey FAILURE_PERCENT = new NumberKey("failure_percent", BREAKER.failurePercent(), 1, 100);
    private static final NumberKey WINDOW = new NumberKey("window", BREAKER.window(), 1, 10_000);
    private static final NumberKey MIN_CALLS = new NumberKey("min_calls", BREAKER.minCalls(), 1, 10_000);
    private static final DurationKey OPEN =
            DurationKey.millis("open_ms", BREAKER.open().toMillis(), 1, HOUR);
    private static final NumberKey HALF_OPEN_CALLS = new NumberKey("half_open_calls", BREAKER.halfOpenCalls(), 1, 1000);

    private static final DurationKey INTERVAL =
            DurationKey.millis("interval_ms", HEALTH.interval().toMillis(), 100, HOUR);
    private static final DurationKey TIMEOUT =
            DurationKey.millis("timeout_ms", HEALTH.timeout().toMillis(), 1, HOUR);
    private static final NumberKey UNHEALTHY_AFTER = new NumberKey("unhealthy_after", HEALTH.unhealthyAfter(), 1, 100);
    private static final NumberKey HEALTHY_AFTER = new NumberKey("healthy_after", HEALTH.healthyAfter(), 1, 100);

    private ServiceReader() {}

    public static ServiceDefinition read(JsonConfigSection section, String serversKey) {
        return new ServiceDefinition(
                ConfigParsers.word(section, "strategy", BalancingStrategy.class).orElse(BalancingStrategy.ROUND_ROBIN),
                servers(section, serversKey),
                section.text("secret").filter(text -> !text.isEmpty()).map(ServiceSecret::new),
                Optional.of(section.section("health_check"))
                        .filter(JsonConfigSection::isPresent)
                        .map(ServiceReader::healthCheck),
                new ServicePolicy(
                        new CallLimits(
                                MAX_CONCURRENT.intIn(section), MAX_RESPONSE_BYTES.intIn(section), attempt(section)),
                        retry(section.section("retry")),
                        breaker(section.section("circuit_breaker")),
                        CONNECT_CHECK.in(section),
                        SLOW_START.in(section),
                        ConfigParsers.word(section, "http_version", HttpVersion.class)
                                .orElse(HttpVersion.HTTP_1_1)));
    }

    private static Optional<Duration> attempt(ConfigSection section) {
        return section.has(ATTEMPT_TIMEOUT.name()) ? Optional.of(ATTEMPT_TIMEOUT.in(section)) : Optional.empty();
    }

    private static RetryOptions retry(ConfigSection section) {
        return new RetryOptions(
                BUDGET_PERCENT.intIn(section),
                BUDGET_BURST.intIn(section),
                BACKOFF.in(section),
                MAX_BACKOFF.in(section));
    }

    private static BreakerOptions breaker(ConfigSection section) {
        int window = WINDOW.intIn(section);
        int minCalls = MIN_CALLS.intIn(section);
        if (minCalls > window) {
            section.fault(
                    section.has(MIN_CALLS.name()) ? MIN_CALLS.name() : WINDOW.name(),
                    "min_calls (" + minCalls + ") must not exceed window (" + window + ")");
            minCalls = window;
        }
        return new BreakerOptions(
                FAILURE_PERCENT.intIn(section), window, minCalls, OPEN.in(section), HALF_OPEN_CALLS.intIn(section));
    }

    private static HealthCheckOptions healthCheck(ConfigSection section) {
        String path = section.text("path", HEALTH.path());
        if (!RouteTarget.Service.isPath(path)) {
            section.fault("path", RouteTarget.Service.PATH_FORM);
            path = HEALTH.path();
        }
        return new HealthCheckOptions(
                path,
                INTERVAL.in(section),
                TIMEOUT.in(section),
                UNHEALTHY_AFTER.intIn(section),
                HEALTHY_AFTER.intIn(section));
    }

    private static List<ServerDefinition> servers(JsonConfigSection section, String key) {
        List<JsonConfigSection> elements = section.elements(key, "url");
        if (elements.isEmpty()) {
            section.fault(key, "must name at least one server");
        }
        Set<URI> seen = new LinkedHashSet<>();
        return elements.stream()
                .map(element -> server(element, seen))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<ServerDefinition> server(JsonConfigSection section, Set<URI> seen) {
        int weight = WEIGHT.intIn(section);
        try {
            URI url = new URI(section.text("url", ""));
            Optional<String> fault = ServerDefinition.fault(url);
            if (fault.isPresent()) {
                section.fault("url", fault.get());
                return Optional.empty();
            }
            if (!seen.add(url)) {
                section.fault("url", "is named twice; give it a weight instead");
            }
            return Optional.of(new ServerDefinition(url, weight));
        } catch (URISyntaxException e) {
            section.fault("url", "must be http://host:port or https://host:port");
            return Optional.empty();
        }
    }
}
