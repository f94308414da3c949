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
 * A plug-in that was found.
 *
 * @param origin where it was found, such as {@code plugins/filter.jar}
 * @param files closed when the plug-in is needed no more
 */
public record InstalledPlugin(
        GatewayPlugin plugin, String name, Set<String> dependencies, String origin, AutoCloseable files) {

    private static final Logger log = LoggerFactory.getLogger(InstalledPlugin.class);

    /** The file of faults that belong to no file. */
    private static final String PROGRAM = "program";

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

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
            return new InstalledPlugin(plugin, name, Set.copyOf(plugin.dependencies()), origin, () -> {});
        } catch (RuntimeException | LinkageError e) {
            faults.accept(fault(name.isEmpty() ? plugin.getClass().getName() : name, origin, PluginFailure.text(e)));
            return null;
        }
    }

    /** The same plug-in, whose classes are in these files. */
    public InstalledPlugin from(AutoCloseable opened) {
        return new InstalledPlugin(plugin, name, dependencies, origin, opened);
    }

    /** Closes the files; a failure is logged. */
    public void release() {
        try {
            files.close();
        } catch (Exception e) {
            log.warn("The files of the plug-in {} ({}) cannot be closed", name, origin, e);
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
