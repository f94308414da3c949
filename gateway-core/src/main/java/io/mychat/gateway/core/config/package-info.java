/**
 * The gateway's configuration (specification 7): immutable records with their defaults. {@code gateway_config.json},
 * {@code platform_strategy.json} and {@code router_config.json} are read whole, and every fault names its JSON path.
 *
 * <p>Entry points: {@link io.mychat.gateway.core.config.ConfigManager}, which holds the configuration in effect, and
 * {@link io.mychat.gateway.core.config.GatewayConfig}, its content.
 *
 * <p>Modules read their own keys through {@link io.mychat.gateway.spi.config.ConfigSection}.
 *
 * <p>Neighbours: uses {@code codec}, {@code protocol}, gateway-spi; used by {@code core}, {@code buffer},
 * {@code connection}, {@code http}, {@code http.endpoint}, {@code processor}, {@code reload}, {@code router},
 * {@code security}, standalone.
 */
@NullMarked
package io.mychat.gateway.core.config;

import org.jspecify.annotations.NullMarked;
