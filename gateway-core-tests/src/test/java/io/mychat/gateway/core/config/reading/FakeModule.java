package io.mychat.gateway.core.config.reading;

import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.config.ModuleSettings;
import java.util.Set;
import java.util.function.Consumer;

/** A module that reads what a test tells it to. */
public record FakeModule(String name, Set<String> sections, Consumer<ModuleSettings> reader, String schema)
        implements ModuleProvider {

    public FakeModule(String name, Set<String> sections, Consumer<ModuleSettings> reader) {
        this(name, sections, reader, "{}");
    }

    public static FakeModule reading(String section, Consumer<ModuleSettings> reader) {
        return new FakeModule("gateway-fake", Set.of(section), reader);
    }

    /**
     * The same module, which declares keys.
     *
     * @param keys what "properties" of the section holds
     */
    public FakeModule declaring(String keys) {
        String section = sections.iterator().next();
        return new FakeModule(
                name, sections, reader, "{\"properties\":{\"%s\":{\"properties\":{%s}}}}".formatted(section, keys));
    }

    @Override
    public Module configure(ModuleSettings settings) {
        reader.accept(settings);
        return services -> {};
    }
}
