package io.mychat.gateway.core.config.reading;

import java.util.Set;

/**
 * The adapters of the host application and the modules that it ignores, as far as the configuration depends on them.
 *
 * @param adapters the ports that the host has adapters for
 * @param leftOut the names of ignored modules, which need not exist
 */
public record HostParts(Set<Class<?>> adapters, Set<String> leftOut) {

    private static final HostParts NONE = new HostParts(Set.of(), Set.of());

    public HostParts {
        adapters = Set.copyOf(adapters);
        leftOut = Set.copyOf(leftOut);
    }

    /** For a host application that brings and leaves out nothing. */
    public static HostParts none() {
        return NONE;
    }
}
