package io.mychat.gateway.transport.jakarta;

import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.config.ModuleSettings;
import java.util.Set;

/** A module on the class path that has pages for operators. */
public final class ModuleWithPages implements ModuleProvider {

    static final String PATH = "/desk";

    @Override
    public String name() {
        return "module-with-pages";
    }

    @Override
    public Set<String> sections() {
        return Set.of();
    }

    @Override
    public Set<String> pages() {
        return Set.of(PATH);
    }

    @Override
    public Module configure(ModuleSettings settings) {
        return Module.offering(Set.of(), services -> {});
    }
}
