package io.mychat.gateway.core.watch;

import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** Something that tells when it was last at work, and has to be at work now and then. */
public final class ShowsLife implements Watched {

    private final String name;
    private final Supplier<Instant> lastSign;
    private final Duration limit;
    private final Supplier<Repair> repair;
    private final TimeSource time;

    private int looks;

    public ShowsLife(
            String name, Supplier<Instant> lastSign, Duration limit, Supplier<Repair> repair, TimeSource time) {
        this.name = name;
        this.lastSign = lastSign;
        this.limit = limit;
        this.repair = repair;
        this.time = time;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<String> fault() {
        Duration silent = Duration.between(lastSign.get(), time.now());
        looks = silent.compareTo(limit) > 0 ? looks + 1 : 0;
        // The second look: after a pause of the whole process everybody has been silent.
        return looks >= 2 ? Optional.of("has shown no sign of life for " + silent.toSeconds() + " s") : Optional.empty();
    }

    @Override
    public Repair repair() {
        looks = 0;
        return repair.get();
    }
}
