/**
 * The gateway's configuration (specification 7) as immutable records: one snapshot, its parts, and what a host sees of
 * a reload and of faults.
 *
 * <p>Entry points: {@link io.mychat.gateway.core.config.ConfigSnapshot}, the whole configuration, and
 * {@link io.mychat.gateway.core.config.ConfigException}, which carries every fault.
 *
 * <p>Modules read their own keys through {@link io.mychat.gateway.spi.config.ConfigSection}.
 *
 * <p>Neighbours: uses {@code config.schema}, {@code config.security}, {@code protocol}, gateway-spi; used by
 * {@code core}, {@code audit}, {@code ban}, {@code ban.automatic}, {@code buffer}, {@code chat}, {@code cluster},
 * {@code config.json}, {@code config.reading}, {@code config.security}, {@code connection}, {@code handshake},
 * {@code http}, {@code http.endpoint}, {@code http.events}, {@code plugin}, {@code plugin.jar}, {@code processor},
 * {@code reload}, {@code rollout}, {@code router}, {@code security}, {@code security.anomaly}, {@code security.login},
 * {@code security.rate}, {@code threads}, {@code trace}, {@code tracelog}, gateway-bench, gateway-spring-boot-starter,
 * standalone, gateway-test.
 */
@NullMarked
package io.mychat.gateway.core.config;

import org.jspecify.annotations.NullMarked;
