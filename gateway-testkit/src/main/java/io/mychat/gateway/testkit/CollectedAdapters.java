package io.mychat.gateway.testkit;

import io.mychat.gateway.spi.ModuleServices;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects the adapters that a module offers to the gateway {@code n1}, in order. {@link #close} closes them in reverse
 * order. Not thread-safe.
 *
 * @since 0.1.0
 */
public final class CollectedAdapters implements ModuleServices, AutoCloseable {

    private final List<Object> all = new ArrayList<>();

    @Override
    public String nodeId() {
        return "n1";
    }

    /** One day. */
    @Override
    public Duration tokenLifetime() {
        return Duration.ofDays(1);
    }

    @Override
    public <T> void offer(Class<T> port, T adapter) {
        all.add(port.cast(adapter));
    }

    /** All offered adapters; an adapter that was offered for two ports occurs twice. */
    public List<Object> all() {
        return List.copyOf(all);
    }

    /** All adapters of one type. */
    public <T> List<T> every(Class<T> type) {
        return all.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** The first adapter of a type. */
    public <T> T one(Class<T> type) {
        return every(type).stream()
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + type.getSimpleName() + " was offered"));
    }

    @Override
    public void close() throws Exception {
        List<AutoCloseable> open = new ArrayList<>(every(AutoCloseable.class));
        all.clear();
        while (!open.isEmpty()) {
            AutoCloseable latest = open.remove(open.size() - 1);
            open.removeIf(one -> one == latest);
            latest.close();
        }
    }
}
