package io.mychat.gateway.core.watch;

import io.mychat.gateway.spi.event.HealthIndicator;
import io.mychat.gateway.spi.event.HealthIndicator.Status;
import java.util.Locale;
import java.util.Optional;

/**
 * Checks a module's component that reports its own health and repairs itself. The check brings it to the log and the
 * metrics.
 */
public final class HealthCheck implements LivenessCheck {

    private final HealthIndicator part;
    private volatile Status last = Status.HEALTHY;

    public HealthCheck(HealthIndicator part) {
        this.part = part;
    }

    @Override
    public String name() {
        return part.component();
    }

    @Override
    public Optional<String> fault() {
        Status now = part.status();
        last = now;
        return now == Status.HEALTHY
                ? Optional.empty()
                : Optional.of("is " + now.name().toLowerCase(Locale.ROOT));
    }

    @Override
    public Status severity() {
        return last;
    }
}
