/**
 * Reads {@code gateway_config.json}, {@code platform_strategy.json} and {@code router_config.json} into records, and
 * lets the modules read their keys. All faults of all files are reported at once.
 *
 * <p>Entry point: {@link io.mychat.gateway.core.config.reading.ConfigurationLoader}.
 *
 * <p>Neighbours: uses {@code config}, {@code config.json}, {@code config.schema}, {@code config.security},
 * {@code protocol}, gateway-spi; used by {@code core}, {@code plugin}, {@code reload}, {@code router}.
 */
@NullMarked
package io.mychat.gateway.core.config.reading;

import org.jspecify.annotations.NullMarked;
