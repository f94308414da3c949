package io.mychat.gateway.core.testing;

import io.mychat.gateway.spi.ModuleProvider;
import java.util.Set;

/** A module without a section in the configuration. */
public interface BareModule extends ModuleProvider {

    @Override
    default Set<String> sections() {
        return Set.of();
    }

    @Override
    default String schema() {
        return "{}";
    }
}
