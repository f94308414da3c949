package io.mychat.gateway.core.watch;

import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Checks a queue: while work waits, some work has to be finished. */
public final class ProgressCheck implements LivenessCheck {

    private final String name;
    private final LongSupplier waiting;
    private final LongSupplier done;
    private final Supplier<Duration> limit;
    private final Stillness stillness;
    private long doneBefore = -1;

    /**
     * @param waiting returns the amount of work that waits for nothing but its place
     * @param done returns the amount of work finished since the start
     * @param limit the longest time without finished work
     */
    public ProgressCheck(
            String name, LongSupplier waiting, LongSupplier done, Supplier<Duration> limit, TimeSource time) {
        this.name = name;
        this.waiting = waiting;
        this.done = done;
        this.limit = limit;
        this.stillness = new Stillness(time);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<String> fault() {
        long wait = waiting.getAsLong();
        long doneNow = done.getAsLong();
        if (wait == 0 || doneNow != doneBefore) {
            doneBefore = doneNow;
            stillness.moved();
            return Optional.empty();
        }
        OptionalLong still = stillness.secondsBeyond(limit.get());
        return still.isPresent()
                ? Optional.of("holds " + wait + " and none of them has moved for " + still.getAsLong() + " s")
                : Optional.empty();
    }
}
