package io.mychat.gateway.core.config.json;

import io.mychat.gateway.core.config.ConfigFile;
import io.mychat.gateway.core.config.schema.ConfigSchema;

/**
 * The context that all sections of one file share during a read.
 *
 * @param kind the kind of file
 * @param label the name of the file in faults
 * @param schema the schema of its keys
 * @param environment for placeholders, and for the keys of the main file
 * @param report receives faults and values
 */
public record ReadContext(
        ConfigFile kind, String label, ConfigSchema schema, Environment environment, LoadReport report) {

    /** Whether environment variables take precedence over the file's keys. */
    boolean isOverridable() {
        return kind == ConfigFile.GATEWAY;
    }

    FaultCollector faults() {
        return report.faults();
    }

    ConfigValues values() {
        return report.values(kind);
    }
}
