/**
 * Sessions: devices, seats, and the store that decides about them.
 *
 * <p>Entry points: {@link io.mychat.gateway.spi.session.Sessions} for handlers and hosts that push or kick,
 * {@link io.mychat.gateway.spi.session.SessionStore} and {@link io.mychat.gateway.spi.session.NodeBus} for authors of a
 * store.
 *
 * <p>Neighbours: uses none; used by {@code spi}, {@code auth}, {@code backend}, {@code ban}, {@code chat},
 * {@code event}, {@code hook}, {@code login}, {@code message}, {@code trace}, gateway-acme, gateway-alerts,
 * gateway-auth, gateway-backends, gateway-bench, gateway-core, embedded, integrations, spring-boot, gateway-oidc,
 * gateway-redis, gateway-spring-boot-starter, standalone, gateway-test, gateway-testkit.
 */
@NullMarked
package io.mychat.gateway.spi.session;

import org.jspecify.annotations.NullMarked;
