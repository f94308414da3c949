package io.mychat.gateway.core;

import io.mychat.gateway.core.config.ConfigSnapshot;
import io.mychat.gateway.core.reload.ConfigManager;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Something that is made of the configuration, made anew when another one counts; the same object until then. Thread-safe:
 * two threads may make it at the same time, of the same configuration.
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
        // By identity, as this is asked for each message: equal ones would only be made again.
        if (made == null || made.from() != now) {
            made = new Made<>(now, maker.apply(now));
            last = made;
        }
        return made.value();
    }
}
