package io.mychat.gateway.spi.hook;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * When a hook runs, how long it may take, and what its failure means. {@code plugins.limits.<plugin>.hooks.<kind>} of
 * the configuration takes precedence.
 *
 * @param order smaller numbers run earlier; of equal ones, the hook of the plug-in that has started earlier
 * @param deadline the longest time of one call; empty: {@code plugins.hook_timeout_ms}
 * @since 0.1.0
 */
public record HookOptions(int order, Optional<Duration> deadline, OnFailure onFailure) {

    public HookOptions {
        if (deadline.filter(time -> time.isNegative() || time.isZero()).isPresent()) {
            throw new IllegalArgumentException("deadline must be positive: " + deadline);
        }
        Objects.requireNonNull(onFailure, "onFailure");
    }

    /** A hook that guards something: what it cannot decide is refused. */
    public static HookOptions closed() {
        return new HookOptions(0, Optional.empty(), OnFailure.CLOSED);
    }

    /** A hook that can be done without. */
    public static HookOptions open() {
        return new HookOptions(0, Optional.empty(), OnFailure.OPEN);
    }

    public HookOptions withOrder(int number) {
        return new HookOptions(number, deadline, onFailure);
    }

    public HookOptions withDeadline(Duration longest) {
        return new HookOptions(order, Optional.of(longest), onFailure);
    }
}
