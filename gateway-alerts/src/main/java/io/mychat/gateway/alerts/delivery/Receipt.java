package io.mychat.gateway.alerts.delivery;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Tells once whether at least one of several channels took an alert: as soon as one has, or when all have not.
 * Thread-safe.
 */
public final class Receipt {

    private final AtomicInteger open;
    private final AtomicBoolean told = new AtomicBoolean();
    private final Consumer<Boolean> settled;

    public Receipt(int channels, Consumer<Boolean> settled) {
        this.open = new AtomicInteger(channels);
        this.settled = settled;
    }

    /** A receipt that nobody waits for. */
    public static Receipt none() {
        return new Receipt(1, delivered -> {});
    }

    /** A channel has taken the alert, or has given up. */
    void settle(boolean delivered) {
        boolean last = open.decrementAndGet() == 0;
        if ((delivered || last) && told.compareAndSet(false, true)) {
            settled.accept(delivered);
        }
    }
}
