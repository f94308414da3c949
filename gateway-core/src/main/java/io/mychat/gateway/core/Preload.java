package io.mychat.gateway.core;

import io.mychat.gateway.core.audit.AuditTail;
import io.mychat.gateway.core.config.reading.ConfigSource;
import io.mychat.gateway.core.config.reading.ConfigurationLoader;
import io.mychat.gateway.core.event.EventDispatcher;
import io.mychat.gateway.core.reload.ConfigManager;
import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.auth.TokenService;
import io.mychat.gateway.spi.transport.HttpTransport;
import io.mychat.gateway.spi.transport.WebSocketTransport;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts a gateway together that is not started, and drops it: reads the default configuration, and connects all components.
 * So their classes are loaded and the calls between them are linked, which is most of what a first start costs.
 */
final class Preload {

    private static final String OWN = "io.mychat.gateway.";

    private Preload() {}

    /** @param leftOut the names of modules that are not loaded */
    static void run(Set<String> leftOut) {
        try (SystemTime time = new SystemTime()) {
            // Without sections a module may report faults. A start with real settings tells of its own.
            ConfigManager configuration = ConfigManager.loadDespiteFaults(
                    new ConfigurationLoader(ownModules(leftOut), time), ConfigSource.defaults());
            Map<Class<?>, Object> adapters = Map.of(
                    WebSocketTransport.class, new NoAdapter.Sockets(),
                    HttpTransport.class, new NoAdapter.Http(),
                    TokenService.class, new NoAdapter.Tokens());
            IdGenerator ids = new IdGenerator();
            AdapterRegistry registry = new AdapterRegistry(
                    adapters,
                    ids.node(),
                    configuration.current().gateway().server().maxJsonDepth());
            Components rooms = new Components(configuration, registry, new EventDispatcher(List.of(), time), time, ids);
            Lifecycle unused = new Lifecycle(rooms, new AuditTail(() -> 0));
            // Nothing was started: only the pools may have threads.
            rooms.pools.close();
        }
    }

    /** Modules of others are left alone: they may do anything. */
    private static List<ModuleProvider> ownModules(Set<String> leftOut) {
        return ServiceDiscovery.modules().stream()
                .filter(module -> module.getClass().getName().startsWith(OWN) && !leftOut.contains(module.name()))
                .toList();
    }
}
