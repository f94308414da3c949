package io.mychat.gateway.core.router;

import io.mychat.gateway.core.observe.CommandObserver;
import io.mychat.gateway.spi.message.HandlerDefinition;
import io.mychat.gateway.spi.message.Sensitivity;
import java.time.Duration;
import java.util.Set;

/**
 * The handler of a command with the options in effect. The options of a configured route take precedence over the
 * handler's.
 *
 * @param timeout the time limit of the handler
 * @param roles the user needs at least one of these roles; empty: every user is allowed
 * @param concurrent whether messages of one session may be handled at the same time
 * @param observer measures and traces the commands
 */
public record Route(
        HandlerDefinition handler,
        Sensitivity sensitivity,
        Duration timeout,
        Set<String> roles,
        boolean concurrent,
        CommandObserver observer) {

    /** Whether the handler cannot block now and runs on the I/O thread. */
    public boolean isImmediate() {
        return handler.blockingHandler() instanceof ImmediateHandler immediate && immediate.neverBlocks();
    }

    /** See {@link ImmediateHandler#logs()}. */
    public boolean logs() {
        return handler.blockingHandler() instanceof ImmediateHandler immediate && immediate.logs();
    }

    /** Whether the handler begins on the thread that has read the message, and replies later. */
    public boolean beginsInPlace() {
        return handler.asyncHandler() instanceof ImmediateAsyncHandler;
    }

    /** See {@link ImmediateHandler#takesNoTime()}. */
    public boolean takesNoTime() {
        return handler.blockingHandler() instanceof ImmediateHandler immediate && immediate.takesNoTime();
    }
}
