/**
 * The library itself: the only public classes that a host needs, and the only place where the rooms are put together.
 *
 * <p>Entry point: {@link io.mychat.gateway.core.GatewayServer}, built by
 * {@link io.mychat.gateway.core.GatewayBuilder}.
 *
 * <p>Neighbours: uses {@code account}, {@code archive}, {@code audit}, {@code auth}, {@code ban},
 * {@code ban.automatic}, {@code buffer}, {@code chat}, {@code cluster}, {@code codec}, {@code config},
 * {@code config.reading}, {@code config.security}, {@code connection}, {@code event}, {@code handler},
 * {@code handler.host}, {@code handshake}, {@code hook}, {@code host}, {@code http}, {@code http.endpoint},
 * {@code http.events}, {@code inbox}, {@code login}, {@code observe}, {@code observe.adapter}, {@code plugin},
 * {@code plugin.jar}, {@code processor}, {@code protocol}, {@code push}, {@code reload}, {@code rollout},
 * {@code router}, {@code security}, {@code security.anomaly}, {@code security.login}, {@code security.rate},
 * {@code status}, {@code store}, {@code threads}, {@code trace}, {@code tracelog}, {@code watch}, gateway-spi; used by
 * gateway-bench, embedded, integrations, gateway-spring-boot-starter, gateway-spring-boot-test, standalone,
 * gateway-test.
 */
@NullMarked
package io.mychat.gateway.core;

import org.jspecify.annotations.NullMarked;
