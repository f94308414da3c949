package io.mychat.gateway.core.config.reading;

import io.mychat.gateway.core.config.json.JsonConfigSection;
import io.mychat.gateway.core.config.schema.ConfigSchema;
import io.mychat.gateway.spi.GatewayPlugin;
import io.mychat.gateway.spi.config.ConfigSection;
import io.mychat.gateway.spi.config.ModuleSettings;
import java.lang.reflect.InvocationTargetException;
import java.util.Objects;
import java.util.Optional;

/** Reads the settings of a plug-in, {@code plugins.settings.<name>}, into its record. */
public final class PluginSettings {

    private static final String SECTION = "plugins";
    private static final String SETTINGS = "settings";
    private static final String MISTAKE = "cannot be read, which is a mistake in the plug-in: ";

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
            Class<? extends Record> type =
                    Objects.requireNonNull(plugin.settingsType(), "settingsType() returned null");
            return Optional.of(RecordReader.read(type, (JsonConfigSection) section));
        } catch (IllegalStateException | IllegalArgumentException | ClassCastException e) {
            parent.fault(name, reason(e));
            return Optional.empty();
        }
    }

    /** Reports that the settings of a plug-in cannot be read, since its code has failed. */
    public static void fault(String name, ModuleSettings settings, String failure) {
        settings.section(SECTION).section(SETTINGS).fault(name, MISTAKE + failure);
    }

    /** The message of the record's constructor, or what the plug-in's schema lacks. */
    private static String reason(RuntimeException e) {
        if (e.getCause() instanceof InvocationTargetException thrown) {
            Throwable cause = thrown.getTargetException();
            return cause instanceof IllegalArgumentException && cause.getMessage() != null
                    ? cause.getMessage()
                    : "is refused by the plug-in: " + cause;
        }
        return MISTAKE + e.getMessage();
    }

    /** @throws IllegalArgumentException when the schema of a plug-in is no JSON object */
    public static String checked(String schema) {
        return ConfigSchema.checked("its schema", schema);
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
