package io.mychat.gateway.core.plugin;

import io.mychat.gateway.core.config.ConfigFault;
import io.mychat.gateway.core.config.reading.PluginSettings;
import io.mychat.gateway.spi.GatewayPlugin;
import io.mychat.gateway.spi.event.LogText;
import java.util.Set;
import java.util.concurrent.ExecutionException;
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

    private final Identity identity;
    private final String origin;
    private volatile @Nullable GatewayPlugin plugin;
    private volatile @Nullable AutoCloseable files;

    /** What a plug-in says of itself. It was asked once. */
    private record Identity(String name, Set<String> dependencies, String schema) {}

    private InstalledPlugin(GatewayPlugin plugin, Identity identity, String origin, @Nullable AutoCloseable files) {
        this.plugin = plugin;
        this.identity = identity;
        this.origin = origin;
        this.files = files;
    }

    /** Asks a plug-in who it is; null when it gives no usable answer, which is reported. */
    public static @Nullable InstalledPlugin of(GatewayPlugin plugin, String origin, Consumer<ConfigFault> faults) {
        String known = plugin.getClass().getName();
        try {
            String name = PluginCall.of("its name()", () -> answered("name()", plugin.name()));
            if (!NAME.matcher(name).matches()) {
                faults.accept(fault(
                        known,
                        origin,
                        "its name " + LogText.quoted(name)
                                + " must be 1 to 64 of a-z 0-9 - _, a letter or a digit first"));
                return null;
            }
            known = name;
            Set<String> dependencies = PluginCall.of(
                    "its dependencies()", () -> Set.copyOf(answered("dependencies()", plugin.dependencies())));
            String schema =
                    PluginCall.of("its schema()", () -> PluginSettings.checked(answered("schema()", plugin.schema())));
            return new InstalledPlugin(plugin, new Identity(name, dependencies, schema), origin, null);
        } catch (ExecutionException e) {
            faults.accept(fault(known, origin, PluginFailure.text(e)));
            return null;
        }
    }

    private static <T> T answered(String what, @Nullable T answer) {
        if (answer == null) {
            throw new IllegalStateException("its " + what + " returned null");
        }
        return answer;
    }

    /** The same plug-in, whose classes are in these files; they are closed when it is released. */
    public InstalledPlugin from(AutoCloseable opened) {
        return new InstalledPlugin(plugin(), identity, origin, opened);
    }

    /** @throws IllegalStateException after its release */
    GatewayPlugin plugin() {
        GatewayPlugin known = plugin;
        if (known == null) {
            throw new IllegalStateException("the plug-in " + name() + " has stopped");
        }
        return known;
    }

    public String name() {
        return identity.name();
    }

    Set<String> dependencies() {
        return identity.dependencies();
    }

    String schema() {
        return identity.schema();
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
                log.warn("The files of the plug-in {} ({}) cannot be closed", name(), origin, e);
            }
        }
    }

    /** A fault of this plug-in. */
    public ConfigFault fault(String message) {
        return fault(name(), origin, message);
    }

    /** A fault that names the plug-in and where it was found. */
    public static ConfigFault fault(String name, String origin, String message) {
        return new ConfigFault(PROGRAM, "plugin " + name + " (" + origin + ")", message);
    }
}
