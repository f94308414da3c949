package io.mychat.gateway.core.config.reading;

import java.util.Set;

/**
 * What the host application brings and leaves out, as far as the configuration depends on it.
 *
 * @param adapters the ports that it has an adapter for
 * @param leftOut the names of modules that are not to take part, whether there are such or not
 */
public record HostParts(Set<Class<?>> adapters, Set<String> leftOut) {

    private static final HostParts NONE = new HostParts(Set.of(), Set.of());

    public HostParts {
        adapters = Set.copyOf(adapters);
        leftOut = Set.copyOf(leftOut);
    }

    /** Of a host application that brings nothing. */
    public static HostParts none() {
        return NONE;
    }
}
