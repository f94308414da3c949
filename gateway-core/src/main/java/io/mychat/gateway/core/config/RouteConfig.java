package io.mychat.gateway.core.config;

import io.mychat.gateway.spi.message.Sensitivity;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * One route of {@code router_config.json} (protocol.md section 3). What is empty stays as the handler was registered.
 * One component for each key.
 *
 * @param target who answers
 * @param timeout how long the answer may take
 * @param retryCount how often a failed call is repeated; means something for services only
 * @param sensitivity what it asks of the session
 * @param concurrent whether messages of one session may overtake each other
 * @param roles of which a user needs one; present and empty: anybody
 */
public record RouteConfig(
        RouteTarget target,
        Optional<Duration> timeout,
        int retryCount,
        Optional<Sensitivity> sensitivity,
        Optional<Boolean> concurrent,
        Optional<Set<String>> roles) {

    static final DurationKey TIMEOUT = DurationKey.millis("timeout_ms", 5000, 1, 3_600_000);
    static final NumberKey RETRY_COUNT = new NumberKey("retry_count", 0, 0, 10);

    public RouteConfig {
        timeout.ifPresent(TIMEOUT::check);
        RETRY_COUNT.check(retryCount);
        roles = roles.map(Set::copyOf);
    }
}
