package io.mychat.gateway.core.watch;

import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Checks a queue: while work waits, some work has to be finished. */
public final class ProgressCheck extends StandstillCheck {

    private final LongSupplier waiting;
    private final LongSupplier done;
    private long doneBefore = -1;

    /**
     * @param waiting returns the amount of work that waits for nothing but its place
     * @param done returns the amount of work finished since the start
     * @param limit the longest time without finished work
     */
    public ProgressCheck(
            String name, LongSupplier waiting, LongSupplier done, Supplier<Duration> limit, TimeSource time) {
        super(name, limit, () -> Repair.NONE, time);
        this.waiting = waiting;
        this.done = done;
    }

    @Override
    public Optional<String> fault() {
        long wait = waiting.getAsLong();
        long doneNow = done.getAsLong();
        if (wait == 0 || doneNow != doneBefore) {
            doneBefore = doneNow;
            moved();
            return Optional.empty();
        }
        return still(seconds -> "holds " + wait + " and none of them has moved for " + seconds + " s");
    }
}
