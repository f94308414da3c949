package io.mychat.gateway.core.watch;

import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks a component that has to be active from time to time. A value of the component, such as the time of its last
 * work, has to change. */
public final class HeartbeatCheck implements LivenessCheck {

    private final String name;
    private final Supplier<?> sign;
    private final Duration limit;
    private final Supplier<Repair> repair;
    private final Stillness stillness;
    private @Nullable Object last;

    /**
     * @param limit the longest time without a change of the value
     */
    public HeartbeatCheck(String name, Supplier<?> sign, Duration limit, Supplier<Repair> repair, TimeSource time) {
        this.name = name;
        this.sign = sign;
        this.limit = limit;
        this.repair = repair;
        this.stillness = new Stillness(time);
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
            stillness.moved();
            return Optional.empty();
        }
        OptionalLong silent = stillness.secondsBeyond(limit);
        return silent.isPresent()
                ? Optional.of("has shown no sign of life for " + silent.getAsLong() + " s")
                : Optional.empty();
    }

    @Override
    public Repair repair() {
        return repair.get();
    }
}
