package io.mychat.gateway.core.watch;

import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks a component that has to be active from time to time. A value of the component, such as the time of its last
 * work, has to change.
 */
public final class HeartbeatCheck extends StandstillCheck {

    private final Supplier<?> sign;
    private @Nullable Object last;

    /**
     * @param limit the longest time without a change of the value
     */
    public HeartbeatCheck(String name, Supplier<?> sign, Duration limit, Supplier<Repair> repair, TimeSource time) {
        super(name, () -> limit, repair, time);
        this.sign = sign;
    }

    @Override
    public Optional<String> fault() {
        Object now = sign.get();
        if (!now.equals(last)) {
            last = now;
            moved();
            return Optional.empty();
        }
        return still(seconds -> "has shown no sign of life for " + seconds + " s");
    }
}
