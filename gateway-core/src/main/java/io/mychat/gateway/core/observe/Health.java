package io.mychat.gateway.core.observe;

import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** How the gateway and its parts are (specification 9.3). Thread-safe. */
public final class Health {

    /** What the gateway is doing. */
    public enum Phase {
        STARTING,
        RUNNING,
        DRAINING,
        STOPPED
    }

    private final Map<String, BooleanSupplier> components;
    private final TimeSource time;
    private final long startedAt;
    private volatile Phase phase = Phase.STARTING;

    /**
     * @param components each part's name and whether it works; asked at every look
     */
    public Health(Map<String, BooleanSupplier> components, TimeSource time) {
        this.components = new LinkedHashMap<>(components);
        this.time = time;
        this.startedAt = time.nanoTime();
    }

    public Phase phase() {
        return phase;
    }

    public void enter(Phase next) {
        phase = next;
    }

    /** Whether new clients should be sent here. */
    public boolean isReady() {
        return phase == Phase.RUNNING && components().values().stream().allMatch(works -> works);
    }

    /** Each part's name and whether it works now. */
    public Map<String, Boolean> components() {
        Map<String, Boolean> now = new LinkedHashMap<>();
        components.forEach((name, works) -> now.put(name, works.getAsBoolean()));
        return now;
    }

    public Duration uptime() {
        return Duration.ofNanos(time.nanoTime() - startedAt);
    }
}
