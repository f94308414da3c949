package io.mychat.gateway.redis.client;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether a part of Redis is worth a call. It opens after some failures in a row, and then a probe closes it again; while
 * it is open calls fail at once instead of waiting in line. Safe for use by many threads.
 */
final class Circuit {

    private final int failuresToOpen;
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicBoolean open = new AtomicBoolean();
    private volatile Command probe;

    /**
     * @param failuresToOpen how many in a row
     * @param probe a command that is always allowed
     */
    Circuit(int failuresToOpen, Command probe) {
        this.failuresToOpen = failuresToOpen;
        this.probe = probe;
    }

    boolean isOpen() {
        return open.get();
    }

    /** Asks the server on which something failed last. */
    Command probe() {
        return probe;
    }

    void succeeded() {
        if (failures.get() != 0) {
            failures.set(0);
        }
    }

    /** @return whether this failure has opened it */
    boolean failed(Command command) {
        if (!command.keys().isEmpty()) {
            probe = Command.read("EXISTS", command.routingKey());
        }
        return failures.incrementAndGet() >= failuresToOpen && open.compareAndSet(false, true);
    }

    /** @return whether it was open */
    boolean close() {
        failures.set(0);
        return open.compareAndSet(true, false);
    }
}
