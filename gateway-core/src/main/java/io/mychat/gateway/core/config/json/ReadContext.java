package io.mychat.gateway.core.config.json;

import io.mychat.gateway.core.config.ConfigFile;
import io.mychat.gateway.core.config.schema.ConfigSchema;

/**
 * What all sections of one file share while it is read.
 *
 * @param kind which file it is
 * @param label what faults call it
 * @param schema what its keys declare
 * @param environment for placeholders, and for the keys of the main file
 * @param report where faults and values go
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
