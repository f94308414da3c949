package io.mychat.gateway.core.config;

import io.mychat.gateway.spi.message.Sensitivity;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One route of {@code router_config.json} (protocol.md section 3), or one that is added at run time. What is empty stays
 * as the handler was registered. One component for each key.
 *
 * @param target who answers
 * @param timeout how long the answer may take
 * @param retryCount how often a failed try is repeated, where that is safe; a handler only when {@code idempotent}, those of
 *     {@link #REPEATED_BY_STEPS} always
 * @param idempotent whether doing it twice does no harm
 * @param sensitivity what it asks of the session
 * @param concurrent whether messages of one session may overtake each other
 * @param roles of which a user needs one; present and empty: anybody
 */
public record RouteConfig(
        RouteTarget target,
        Optional<Duration> timeout,
        int retryCount,
        boolean idempotent,
        Optional<Sensitivity> sensitivity,
        Optional<Boolean> concurrent,
        Optional<Set<String>> roles) {

    static final DurationKey TIMEOUT = DurationKey.millis("timeout_ms", 5000, 1, 3_600_000);
    static final NumberKey RETRY_COUNT = new NumberKey("retry_count", 0, 0, 10);

    /** The commands that belong to the gateway (protocol.md 1.3), for messages. */
    public static final String RESERVED = "1001-1099, 2001-2099, 3001-3099 and 4001-4099";

    /** The gateway's own handlers whose steps in a store are repeated one by one, and never the whole. */
    public static final Set<String> REPEATED_BY_STEPS = Set.of("auth_login", "auth_verify", "message_send");

    private static final CommandRange LOGIN_AND_DEVICES = new CommandRange(1001, 1099);
    private static final CommandRange DELIVERY = new CommandRange(2003, 2099);
    private static final CommandRange REPLACEABLE = new CommandRange(2001, 2002);
    private static final CommandRange HEARTBEAT = new CommandRange(3001, 3099);
    private static final CommandRange NEVER_SENT = new CommandRange(4001, 4099);

    public RouteConfig {
        Objects.requireNonNull(target, "target");
        timeout.ifPresent(TIMEOUT::check);
        RETRY_COUNT.check(retryCount);
        roles = roles.map(Set::copyOf);
    }

    /** A route to a handler, on the handler's own terms. */
    public static RouteConfig toHandler(String name) {
        return to(new RouteTarget.Handler(name));
    }

    /** A route to a back-end service, with level NORMAL, for everybody, without retries. */
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

    /** Whether the commands are the gateway's own, which keep their handlers: a route may only change their terms. */
    public static boolean isOwn(CommandRange commands) {
        return Stream.of(LOGIN_AND_DEVICES, DELIVERY, HEARTBEAT).anyMatch(commands::overlaps);
    }

    /** Whether a command belongs to the gateway (protocol.md 1.3), 2001 and 2002 included. */
    public static boolean isReserved(long cmdId) {
        CommandRange command = new CommandRange(cmdId, cmdId);
        return isOwn(command) || REPLACEABLE.overlaps(command) || NEVER_SENT.overlaps(command);
    }

    /** Whether {@code retry_count} is given and nothing is ever repeated. */
    boolean retriesNothing() {
        return retryCount > 0
                && !idempotent
                && target instanceof RouteTarget.Handler handler
                && !REPEATED_BY_STEPS.contains(handler.name());
    }

    /** Why this route cannot stand for these commands, whatever handlers there are; empty: it can. */
    public Optional<String> misplacement(CommandRange commands) {
        if (commands.overlaps(NEVER_SENT)) {
            return Optional.of(NEVER_SENT + " are sent by the gateway, never to it");
        }
        if (isOwn(commands) && (!commands.isSingle() || target instanceof RouteTarget.Service)) {
            return Optional.of(LOGIN_AND_DEVICES + ", " + DELIVERY + " and " + HEARTBEAT
                    + " stay with the gateway's own" + " handlers; a route may name one of them for a single id");
        }
        return Optional.empty();
    }
}
