/**
 * The JSON Schemas of the configuration's files: the one place where a key declares its type, bounds, default and
 * meaning.
 *
 * <p>Entry point: {@link io.mychat.gateway.core.config.schema.ConfigSchema}.
 *
 * <p>Neighbours: uses {@code json}, gateway-spi; used by {@code config}, {@code config.json}, {@code config.reading},
 * {@code reload}.
 */
@NullMarked
package io.mychat.gateway.core.config.schema;

import org.jspecify.annotations.NullMarked;
