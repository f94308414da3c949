package io.mychat.gateway.console;

import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.config.ConfigSection;
import io.mychat.gateway.spi.config.ModuleSettings;
import java.util.Set;

/**
 * Brings the console for operators, which section {@code console} switches on.
 *
 * @since 0.1.0
 */
public final class ConsoleModuleProvider implements ModuleProvider {

    @Override
    public String name() {
        return "gateway-console";
    }

    @Override
    public Set<String> sections() {
        return Set.of("console");
    }

    @Override
    public Set<String> pages() {
        return Set.of(ConsoleModule.PATH);
    }

    @Override
    public Module configure(ModuleSettings settings) {
        ConfigSection section = settings.section("console");
        return new ConsoleModule(new ConsoleSettings(section.flag("enabled"), section.integer("poll_seconds")));
    }
}
