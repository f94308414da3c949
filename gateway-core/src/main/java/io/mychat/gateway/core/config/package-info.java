/**
 * The gateway's configuration (specification 7, architecture.md section 5): immutable records with their defaults, and
 * the reading of {@code gateway_config.json}, {@code platform_strategy.json} and {@code router_config.json} with every
 * fault named by its JSON path.
 *
 * <p>Entry point: {@link io.mychat.gateway.core.config.ConfigManager}. Neighbours: every room takes its own record from
 * here; modules read their own keys through {@link io.mychat.gateway.spi.config.ConfigSection}.
 */
@NullMarked
package io.mychat.gateway.core.config;

import org.jspecify.annotations.NullMarked;
