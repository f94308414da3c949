package io.mychat.gateway.core.plugin.jar;

import io.mychat.gateway.spi.GatewayPlugin;
import java.util.List;

/**
 * What all plug-ins in jars share with the gateway: the classes of the JDK, of gateway-spi, and of the API packages
 * jspecify and SLF4J. Everything else is hidden, so that a plug-in brings its own libraries in its own versions.
 */
final class ApiClassLoader extends ClassLoader {

    private static final List<String> SHARED =
            List.of(GatewayPlugin.class.getPackageName() + ".", "org.jspecify.annotations.", "org.slf4j.");

    static {
        registerAsParallelCapable();
    }

    private final ClassLoader gateway;

    /** @param gateway has the shared classes */
    ApiClassLoader(ClassLoader gateway) {
        super("gateway-api", ClassLoader.getPlatformClassLoader());
        this.gateway = gateway;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (SHARED.stream().anyMatch(name::startsWith)) {
            return gateway.loadClass(name);
        }
        throw new ClassNotFoundException(name);
    }
}
