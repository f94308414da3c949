package io.mychat.gateway.core;

import io.mychat.gateway.core.config.ConfigException;
import io.mychat.gateway.core.config.ConfigFault;
import io.mychat.gateway.spi.GatewayPlugin;
import io.mychat.gateway.spi.ModuleProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds modules and plug-ins with the context class loader of the calling thread and with the gateway's own class
 * loader. Neither is sufficient alone: only the host's loader may see a plug-in, and on a common-pool thread of an
 * executable jar the context class loader does not see the content of the jar. A class that both find is one provider.
 */
final class ServiceDiscovery {

    private static final Logger log = LoggerFactory.getLogger(ServiceDiscovery.class);
    /** A loader that fails again and again without an end is given up. */
    private static final int MOST_FAILURES = 100;

    private ServiceDiscovery() {}

    static List<ModuleProvider> modules() {
        return find(ModuleProvider.class);
    }

    static List<GatewayPlugin> plugins() {
        return find(GatewayPlugin.class);
    }

    private static <T> List<T> find(Class<T> type) {
        ClassLoader own = ServiceDiscovery.class.getClassLoader();
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        Map<String, ServiceLoader.Provider<T>> byClass = new LinkedHashMap<>();
        try {
            Iterator<ServiceLoader.Provider<T>> providers =
                    ServiceLoader.load(type, own).stream().iterator();
            while (providers.hasNext()) {
                ServiceLoader.Provider<T> provider = providers.next();
                byClass.put(provider.type().getName(), provider);
            }
            if (context != own) {
                addUsable(ServiceLoader.load(type, context), byClass);
            }
            List<T> found = new ArrayList<>();
            for (ServiceLoader.Provider<T> provider : byClass.values()) {
                found.add(provider.get());
            }
            return List.copyOf(found);
        } catch (ServiceConfigurationError e) {
            throw unusable(e);
        }
    }

    private static ConfigException unusable(ServiceConfigurationError e) {
        Throwable cause = e.getCause();
        String reason = cause == null ? "" : " (" + cause + ")";
        ConfigException fault =
                new ConfigException(List.of(new ConfigFault("program", "META-INF/services", e.getMessage() + reason)));
        fault.initCause(e);
        return fault;
    }

    /**
     * The context class loader may belong to another program with its own gateway, so providers of other types are
     * ignored.
     */
    private static <T> void addUsable(ServiceLoader<T> loader, Map<String, ServiceLoader.Provider<T>> byClass) {
        Iterator<ServiceLoader.Provider<T>> providers = loader.stream().iterator();
        for (int failures = 0; failures < MOST_FAILURES; ) {
            try {
                if (!providers.hasNext()) {
                    return;
                }
                ServiceLoader.Provider<T> provider = providers.next();
                byClass.putIfAbsent(provider.type().getName(), provider);
            } catch (ServiceConfigurationError e) {
                failures++;
                log.warn("A provider that the context class loader names is left alone: {}", e.getMessage());
            }
        }
    }
}
