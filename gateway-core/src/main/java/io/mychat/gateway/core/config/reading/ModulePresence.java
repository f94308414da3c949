package io.mychat.gateway.core.config.reading;

import io.mychat.gateway.spi.ModuleProvider;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The modules that were found, and the remedy for missing ones. Immutable.
 *
 * @param found the names of the active modules
 * @param leftOut the names that the host application ignores
 * @param present the names of all modules on the class path, ignored or not
 */
public record ModulePresence(Set<String> found, Set<String> leftOut, Set<String> present) {

    private static final ModulePresence NONE = new ModulePresence(Set.of(), Set.of(), Set.of());
    private static final String GROUP = "io.mychat.gateway:";

    public ModulePresence {
        found = Set.copyOf(found);
        leftOut = Set.copyOf(leftOut);
        present = Set.copyOf(present);
    }

    /** Of a gateway without modules. */
    public static ModulePresence none() {
        return NONE;
    }

    /** Ignored names without a module. */
    public Set<String> unknownLeftOut() {
        Set<String> unknown = new TreeSet<>(leftOut);
        unknown.removeAll(present);
        return unknown;
    }

    public boolean isFound(KnownModule module) {
        return found.contains(module.artifact());
    }

    /** Advice for making a missing module available. */
    public String advice(KnownModule module) {
        String reason = reason(module);
        return reason.isEmpty() ? "add " + GROUP + module.artifact() : reason;
    }

    /** The name of a missing module, with the reason when it is there and not used. */
    public String naming(KnownModule module) {
        String reason = reason(module);
        return GROUP + module.artifact() + (reason.isEmpty() ? "" : "; " + reason);
    }

    private String reason(KnownModule module) {
        if (leftOut.contains(module.artifact()) && present.contains(module.artifact())) {
            return module.artifact() + " was left out by GatewayBuilder.without";
        }
        if (isOnClassPath(module.provider())) {
            return module.artifact() + " is on the class path and not registered: META-INF/services/"
                    + ModuleProvider.class.getName()
                    + " was overwritten, as in a fat jar; let its build merge the service files";
        }
        return "";
    }

    private static boolean isOnClassPath(String provider) {
        return Stream.of(Thread.currentThread().getContextClassLoader(), ModulePresence.class.getClassLoader())
                .anyMatch(loader -> has(loader, provider));
    }

    private static boolean has(@Nullable ClassLoader loader, String provider) {
        try {
            Class.forName(provider, false, loader);
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }
}
