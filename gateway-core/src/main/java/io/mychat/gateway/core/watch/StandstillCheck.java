package io.mychat.gateway.core.watch;

import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/**
 * Something that must not stand still for longer than a limit. The limit counts as exceeded from the second look on, because
 * after a pause of the whole process everything has stood still. Subclasses call {@link #moved} and {@link #still} by one
 * thread at a time.
 */
abstract class StandstillCheck implements LivenessCheck {

    private final String name;
    private final Supplier<Duration> limit;
    private final Supplier<Repair> repair;
    private final TimeSource time;
    private long since;
    private int looks;

    StandstillCheck(String name, Supplier<Duration> limit, Supplier<Repair> repair, TimeSource time) {
        this.name = name;
        this.limit = limit;
        this.repair = repair;
        this.time = time;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final Repair repair() {
        return repair.get();
    }

    /** It moves at this moment. */
    final void moved() {
        since = time.nanoTime();
        looks = 0;
    }

    /**
     * Looks at it again: it has not moved since the last look.
     *
     * @param fault for the seconds that it has stood still
     * @return the fault where that exceeds the limit
     */
    final Optional<String> still(LongFunction<String> fault) {
        looks++;
        long nanos = time.nanoTime() - since;
        return looks >= 2 && nanos > limit.get().toNanos()
                ? Optional.of(fault.apply(Duration.ofNanos(nanos).toSeconds()))
                : Optional.empty();
    }
}
