package io.mychat.gateway.core.watch;

import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Something that has to be at work now and then, and tells so by a value that changes each time, such as the moment. */
public final class HeartbeatCheck implements LivenessCheck {

    private final String name;
    private final Supplier<?> sign;
    private final Duration limit;
    private final Supplier<Repair> repair;
    private final TimeSource time;

    private @Nullable Object last;
    private long since;
    private int looks;

    /**
     * @param limit how long the sign may stay the same
     */
    public HeartbeatCheck(String name, Supplier<?> sign, Duration limit, Supplier<Repair> repair, TimeSource time) {
        this.name = name;
        this.sign = sign;
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
        Object now = sign.get();
        if (!now.equals(last)) {
            last = now;
            since = time.nanoTime();
            looks = 0;
            return Optional.empty();
        }
        looks++;
        long silent = time.nanoTime() - since;
        // Not at the first look: after a pause of the whole process everybody has been silent.
        return looks >= 2 && silent > limit.toNanos()
                ? Optional.of("has shown no sign of life for "
                        + Duration.ofNanos(silent).toSeconds() + " s")
                : Optional.empty();
    }

    @Override
    public Repair repair() {
        return repair.get();
    }
}
