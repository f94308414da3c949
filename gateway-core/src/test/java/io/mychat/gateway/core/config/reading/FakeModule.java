package io.mychat.gateway.core.config.reading;

import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.config.ModuleSettings;
import java.util.Set;
import java.util.function.Consumer;

/** A module that reads what a test tells it to. */
public record FakeModule(String name, Set<String> sections, Consumer<ModuleSettings> reader) implements ModuleProvider {

    public static FakeModule reading(String section, Consumer<ModuleSettings> reader) {
        return new FakeModule("gateway-fake", Set.of(section), reader);
    }

    /** Overridden, because the core's own schema lies beside this class. */
    @Override
    public String schema() {
        return "{}";
    }

    @Override
    public Module configure(ModuleSettings settings) {
        reader.accept(settings);
        return services -> {};
    }
}
