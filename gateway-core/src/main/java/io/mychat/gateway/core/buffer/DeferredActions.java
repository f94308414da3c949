package io.mychat.gateway.core.buffer;

import io.mychat.gateway.core.threads.FaultBarrier;
import io.mychat.gateway.spi.event.RateLimitedLog;
import io.mychat.gateway.spi.transport.CloseReason;
import java.util.ArrayList;
import java.util.List;

/** The notifications of owners that result from one step of the budget and are sent after it. Used by one thread. */
final class DeferredActions {

    private static final List<Runnable> NONE = List.of();

    private final RateLimitedLog failures;
    private List<Runnable> actions = NONE;

    DeferredActions(RateLimitedLog failures) {
        this.failures = failures;
    }

    void evict(ClientBuffers account, CloseReason reason) {
        add(() -> account.owner.evict(reason));
    }

    void follow(ClientBuffers account) {
        add(account.owner::followNote);
    }

    void add(Runnable action) {
        if (actions.isEmpty()) {
            actions = new ArrayList<>(1);
        }
        actions.add(action);
    }

    void run() {
        for (Runnable action : actions) {
            FaultBarrier.run(failures, "A client that buffers too much could not be told", action);
        }
    }
}
