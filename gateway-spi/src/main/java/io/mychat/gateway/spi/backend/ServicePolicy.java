package io.mychat.gateway.spi.backend;

import java.time.Duration;
import java.util.Objects;

/**
 * Limits, retries, circuit breaker and connection options of a service.
 *
 * @param connectCheck interval of test connections to each server, when the service has a route and no health check;
 *     zero: no test connections
 * @param slowStart time in which a new or recovered server reaches its full share of calls; zero: at once
 * @since 0.1.0
 */
public record ServicePolicy(
        CallLimits limits,
        RetryOptions retry,
        BreakerOptions breaker,
        Duration connectCheck,
        Duration slowStart,
        HttpVersion httpVersion) {

    private static final ServicePolicy DEFAULTS = new ServicePolicy(
            CallLimits.defaults(),
            RetryOptions.defaults(),
            BreakerOptions.defaults(),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            HttpVersion.HTTP_1_1);

    public ServicePolicy {
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(retry, "retry");
        Objects.requireNonNull(breaker, "breaker");
        Objects.requireNonNull(httpVersion, "httpVersion");
        if (connectCheck.isNegative()) {
            throw new IllegalArgumentException("connectCheck must not be negative");
        }
        if (slowStart.isNegative()) {
            throw new IllegalArgumentException("slowStart must not be negative");
        }
    }

    /** The defaults of each part, a test connection every 5 s, 10 s of slow start, HTTP/1.1. */
    public static ServicePolicy defaults() {
        return DEFAULTS;
    }

    public ServicePolicy withLimits(CallLimits value) {
        return new ServicePolicy(value, retry, breaker, connectCheck, slowStart, httpVersion);
    }

    public ServicePolicy withRetry(RetryOptions value) {
        return new ServicePolicy(limits, value, breaker, connectCheck, slowStart, httpVersion);
    }

    public ServicePolicy withBreaker(BreakerOptions value) {
        return new ServicePolicy(limits, retry, value, connectCheck, slowStart, httpVersion);
    }

    public ServicePolicy withConnectCheck(Duration value) {
        return new ServicePolicy(limits, retry, breaker, value, slowStart, httpVersion);
    }

    public ServicePolicy withSlowStart(Duration value) {
        return new ServicePolicy(limits, retry, breaker, connectCheck, value, httpVersion);
    }

    public ServicePolicy withHttpVersion(HttpVersion value) {
        return new ServicePolicy(limits, retry, breaker, connectCheck, slowStart, value);
    }
}
