package io.mychat.gateway.core.config.reading;

import io.mychat.gateway.core.config.json.JsonConfigSection;
import io.mychat.gateway.spi.GatewayPlugin;
import io.mychat.gateway.spi.config.ConfigSection;
import io.mychat.gateway.spi.config.ModuleSettings;
import java.lang.reflect.InvocationTargetException;
import java.util.Optional;

/** Reads the settings of a plug-in, {@code plugins.settings.<name>}, into its record. */
public final class PluginSettings {

    private static final String SECTION = "plugins";
    private static final String SETTINGS = "settings";

    private PluginSettings() {}

    /**
     * Reads the record. Faults of the section are reported to it.
     *
     * @param name the plug-in's name
     * @return empty when the record cannot be made, which has been reported
     */
    public static Optional<Record> read(GatewayPlugin plugin, String name, ModuleSettings settings) {
        ConfigSection parent = settings.section(SECTION).section(SETTINGS);
        ConfigSection section = parent.section(name);
        try {
            return Optional.of(RecordReader.read(plugin.settingsType(), (JsonConfigSection) section));
        } catch (IllegalStateException | IllegalArgumentException | ClassCastException e) {
            parent.fault(name, reason(e));
            return Optional.empty();
        }
    }

    /** The message of the record's constructor, or what the plug-in's schema lacks. */
    private static String reason(RuntimeException e) {
        if (e.getCause() instanceof InvocationTargetException thrown) {
            Throwable cause = thrown.getTargetException();
            return cause instanceof IllegalArgumentException && cause.getMessage() != null
                    ? cause.getMessage()
                    : "is refused by the plug-in: " + cause;
        }
        return "cannot be read, which is a mistake in the plug-in: " + e.getMessage();
    }

    /** A part of the schema of the main file: the plug-in's own under {@code plugins.settings.<name>}. */
    public static String schema(String name, String own) {
        return "{\"properties\":{\"" + SECTION + "\":{\"properties\":{\"" + SETTINGS + "\":{\"properties\":{\"" + name
                + "\":" + own + "}}}}}}";
    }

    /** The section that holds the settings of plug-ins. */
    public static String section() {
        return SECTION;
    }
}
