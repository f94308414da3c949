package io.mychat.gateway.core.config;

import io.mychat.gateway.spi.ModuleProvider;
import java.util.List;

/**
 * A complete configuration without faults (docs/adr/0008-reload.md). Immutable.
 *
 * @param modules configured modules that are not yet created, in the order of their providers
 * @since 0.1.0
 */
public record ConfigSnapshot(
        GatewayConfig gateway, PlatformStrategy platforms, RouterConfig router, List<ConfiguredModule> modules) {

    public ConfigSnapshot {
        modules = List.copyOf(modules);
    }

    /** A module with the name of its provider. */
    public record ConfiguredModule(String name, ModuleProvider.Module module) {}
}
