package io.mychat.gateway.core.config.json;

/**
 * What all sections of one file share while it is read.
 *
 * @param file what faults call it
 * @param environment for placeholders
 * @param overridable whether environment variables also go before the file's keys
 * @param faults where they go
 * @param values where what was read goes
 */
public record ReadContext(
        String file, Environment environment, boolean overridable, FaultCollector faults, ConfigValues values) {}
