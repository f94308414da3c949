package io.mychat.gateway.core;

import io.mychat.gateway.core.config.ConfigSnapshot;
import io.mychat.gateway.core.reload.ConfigManager;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value that is computed from the configuration and cached until another configuration is in effect. Thread-safe: two
 * threads may compute it at the same time from the same configuration.
 */
final class ConfigDerived<T> implements Supplier<T> {

    private final ConfigManager configuration;
    private final Function<ConfigSnapshot, T> maker;
    private volatile @Nullable Made<T> last;

    private record Made<T>(ConfigSnapshot from, T value) {}

    ConfigDerived(ConfigManager configuration, Function<ConfigSnapshot, T> maker) {
        this.configuration = configuration;
        this.maker = maker;
    }

    @Override
    @SuppressWarnings("ReferenceEquality")
    public T get() {
        ConfigSnapshot now = configuration.current();
        Made<T> made = last;
        // Compared by identity, because this runs for each message; an equal section only causes a new computation.
        if (made == null || made.from() != now) {
            made = new Made<>(now, maker.apply(now));
            last = made;
        }
        return made.value();
    }
}
