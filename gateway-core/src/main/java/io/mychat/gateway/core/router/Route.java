package io.mychat.gateway.core.router;

import io.mychat.gateway.spi.message.HandlerDefinition;
import io.mychat.gateway.spi.message.Sensitivity;
import java.time.Duration;
import java.util.Set;

/**
 * Where a command goes and on what terms: the handler's own, as far as no route overrides them.
 *
 * @param timeout how long the handler may take
 * @param roles roles of which the user needs at least one; empty: anybody
 * @param concurrent whether messages of one session may overtake each other
 */
public record Route(
        HandlerDefinition handler, Sensitivity sensitivity, Duration timeout, Set<String> roles, boolean concurrent) {

    /** Whether it can be answered where it stands. */
    public boolean isImmediate() {
        return handler.blockingHandler() instanceof ImmediateHandler;
    }
}
