package io.mychat.gateway.spi.config;

/**
 * A fault of a setting that a module finds after the configuration was read, because it concerns the running gateway.
 *
 * @param path the JSON path in {@code gateway_config.json}, such as {@code $.alerts.rules.memory.when}
 * @param message what is wrong and what to do, without values of secrets
 * @since 0.1.0
 */
public record SettingFault(String path, String message) {}
