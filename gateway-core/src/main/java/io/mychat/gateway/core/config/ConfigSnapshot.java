package io.mychat.gateway.core.config;

import io.mychat.gateway.spi.ModuleProvider;
import java.util.List;

/**
 * One configuration without faults, as a whole (architecture.md decision 9). Immutable.
 *
 * @param modules configured and not yet at work, in the order of their providers
 */
public record ConfigSnapshot(
        GatewayConfig gateway, PlatformStrategy platforms, RouterConfig router, List<ConfiguredModule> modules) {

    public ConfigSnapshot {
        modules = List.copyOf(modules);
    }

    /** A module and what its provider is called. */
    public record ConfiguredModule(String name, ModuleProvider.Module module) {}
}
