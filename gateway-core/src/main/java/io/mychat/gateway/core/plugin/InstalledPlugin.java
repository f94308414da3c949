package io.mychat.gateway.core.plugin;

import io.mychat.gateway.core.config.ConfigFault;
import io.mychat.gateway.spi.GatewayPlugin;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A plug-in that was found. It forgets the plug-in and its classes when it is {@linkplain #release released}, since a host
 * may keep a stopped gateway. Thread-safe.
 */
public final class InstalledPlugin {

    private static final Logger log = LoggerFactory.getLogger(InstalledPlugin.class);

    /** The file of faults that belong to no file. */
    private static final String PROGRAM = "program";

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

    private final String name;
    private final Set<String> dependencies;
    private final String origin;
    private volatile @Nullable GatewayPlugin plugin;
    private volatile @Nullable AutoCloseable files;

    private InstalledPlugin(
            GatewayPlugin plugin, String name, Set<String> dependencies, String origin, @Nullable AutoCloseable files) {
        this.plugin = plugin;
        this.name = name;
        this.dependencies = dependencies;
        this.origin = origin;
        this.files = files;
    }

    /** Asks a plug-in who it is; null when it gives no usable answer, which is reported. */
    public static @Nullable InstalledPlugin of(GatewayPlugin plugin, String origin, Consumer<ConfigFault> faults) {
        String name = "";
        try {
            name = plugin.name();
            if (!NAME.matcher(name).matches()) {
                faults.accept(fault(
                        plugin.getClass().getName(),
                        origin,
                        "its name '" + name + "' must be 1 to 64 of a-z 0-9 - _, a letter or a digit first"));
                return null;
            }
            return new InstalledPlugin(plugin, name, Set.copyOf(plugin.dependencies()), origin, null);
        } catch (RuntimeException | LinkageError e) {
            faults.accept(fault(name.isEmpty() ? plugin.getClass().getName() : name, origin, PluginFailure.text(e)));
            return null;
        }
    }

    /** The same plug-in, whose classes are in these files; they are closed when it is released. */
    public InstalledPlugin from(AutoCloseable opened) {
        return new InstalledPlugin(plugin(), name, dependencies, origin, opened);
    }

    /** @throws IllegalStateException after its release */
    GatewayPlugin plugin() {
        GatewayPlugin known = plugin;
        if (known == null) {
            throw new IllegalStateException("the plug-in " + name + " has stopped");
        }
        return known;
    }

    public String name() {
        return name;
    }

    Set<String> dependencies() {
        return dependencies;
    }

    /** Where it was found, such as {@code plugins/filter.jar}. */
    String origin() {
        return origin;
    }

    /** Forgets the plug-in and closes its files; a failure is logged. */
    public void release() {
        AutoCloseable open = files;
        plugin = null;
        files = null;
        if (open != null) {
            try {
                open.close();
            } catch (Exception e) {
                log.warn("The files of the plug-in {} ({}) cannot be closed", name, origin, e);
            }
        }
    }

    /** A fault of this plug-in. */
    public ConfigFault fault(String message) {
        return fault(name, origin, message);
    }

    /** A fault that names the plug-in and where it was found. */
    public static ConfigFault fault(String name, String origin, String message) {
        return new ConfigFault(PROGRAM, "plugin " + name + " (" + origin + ")", message);
    }
}
