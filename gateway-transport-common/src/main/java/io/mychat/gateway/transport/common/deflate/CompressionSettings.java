package io.mychat.gateway.transport.common.deflate;

import io.mychat.gateway.spi.config.ConfigSection;

/**
 * Section {@code server.websocket_compression}.
 *
 * @param enabled {@code enabled}: whether clients may negotiate permessage-deflate
 * @param minMessageBytes {@code min_message_bytes}: the smallest payload that is compressed
 * @param level {@code level}: 1 is fast, 9 is small
 * @param maxConcurrent {@code max_concurrent}: messages that are compressed at one time; one for each processor by
 *     default
 */
public record CompressionSettings(boolean enabled, int minMessageBytes, int level, int maxConcurrent) {

    /** No connection is compressed. */
    public static final CompressionSettings OFF = new CompressionSettings(false, 1024, 1, 1);

    /** Reads the section. */
    public static CompressionSettings read(ConfigSection section) {
        return new CompressionSettings(
                section.flag("enabled"),
                section.integer("min_message_bytes"),
                section.integer("level"),
                section.integer("max_concurrent", Runtime.getRuntime().availableProcessors()));
    }
}
