package io.mychat.gateway.core.config;

import io.mychat.gateway.core.config.schema.ConfigSchema;
import io.mychat.gateway.core.config.schema.KeySchema;
import io.mychat.gateway.core.protocol.Command;
import io.mychat.gateway.spi.message.Sensitivity;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A route of {@code router_config.json} (protocol.md section 3), or a route that is added at run time. One component
 * for each key. For an empty component, the registration of the handler applies.
 *
 * @param target the handler or service
 * @param timeout the time limit of a reply
 * @param retryCount the largest number of retries of a failed attempt. A handler is retried only if {@code idempotent},
 *     or {@linkplain Command#isRepeatedBySteps by steps}
 * @param idempotent whether the command may be executed twice
 * @param sensitivity the strictness of the check of the session's authentication
 * @param concurrent whether messages of one session may be handled at the same time
 * @param roles a user needs one of these roles; present and empty: every user is allowed
 * @since 0.1.0
 */
public record RouteConfig(
        RouteTarget target,
        Optional<Duration> timeout,
        int retryCount,
        boolean idempotent,
        Optional<Sensitivity> sensitivity,
        Optional<Boolean> concurrent,
        Optional<Set<String>> roles) {

    private static final ConfigSchema SCHEMA = ConfigSchema.of(ConfigFile.ROUTER.fileName(), List.of());
    private static final KeySchema TIMEOUT = SCHEMA.key("$.routes['1'].timeout_ms");
    private static final KeySchema RETRY_COUNT = SCHEMA.key("$.routes['1'].retry_count");

    public RouteConfig {
        Objects.requireNonNull(target, "target");
        timeout.ifPresent(value -> TIMEOUT.check(value.toMillis()));
        RETRY_COUNT.check(retryCount);
        roles = roles.map(Set::copyOf);
    }

    /** A route to a handler, on the handler's own terms. */
    public static RouteConfig toHandler(String name) {
        return to(new RouteTarget.Handler(name));
    }

    /** A route to a back-end service, with level NORMAL, for all users, without retries. */
    public static RouteConfig toService(String name) {
        return to(new RouteTarget.Service(name, Optional.empty()));
    }

    private static RouteConfig to(RouteTarget target) {
        return new RouteConfig(
                target, Optional.empty(), 0, false, Optional.empty(), Optional.empty(), Optional.empty());
    }

    public RouteConfig withTimeout(Duration value) {
        return new RouteConfig(target, Optional.of(value), retryCount, idempotent, sensitivity, concurrent, roles);
    }

    public RouteConfig withRetries(int count, boolean repeatable) {
        return new RouteConfig(target, timeout, count, repeatable, sensitivity, concurrent, roles);
    }

    public RouteConfig withSensitivity(Sensitivity value) {
        return new RouteConfig(target, timeout, retryCount, idempotent, Optional.of(value), concurrent, roles);
    }

    public RouteConfig withRoles(Set<String> value) {
        return new RouteConfig(target, timeout, retryCount, idempotent, sensitivity, concurrent, Optional.of(value));
    }

    /** Whether {@code retry_count} is given and nothing is ever repeated. */
    public boolean retriesNothing() {
        return retryCount > 0
                && !idempotent
                && target instanceof RouteTarget.Handler handler
                && !Command.isRepeatedBySteps(handler.name());
    }

    /** The reason why this route is invalid for these commands regardless of the handlers; empty: it is valid. */
    public Optional<String> misplacement(CommandRange commands) {
        if (Command.isSentByGateway(commands.first(), commands.last())) {
            return Optional.of(Command.SERVER_IDS + " are sent by the gateway, never to it");
        }
        if (Command.isFixed(commands.first(), commands.last())
                && (!commands.isSingle() || target instanceof RouteTarget.Service)) {
            return Optional.of(Command.FIXED_IDS
                    + " stay with the gateway's own handlers; a route may name one of them for a single id");
        }
        return Optional.empty();
    }
}
