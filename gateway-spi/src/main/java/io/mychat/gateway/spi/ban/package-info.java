/**
 * Bans of users, devices and addresses.
 *
 * <p>Entry points: {@link io.mychat.gateway.spi.ban.Bans} for host applications,
 * {@link io.mychat.gateway.spi.ban.BanStore} for those who write a store.
 *
 * <p>Neighbours: uses {@code session}; used by {@code spi}, {@code event}, gateway-core, gateway-redis,
 * gateway-spring-boot-starter, gateway-test, gateway-testkit.
 */
@NullMarked
package io.mychat.gateway.spi.ban;

import org.jspecify.annotations.NullMarked;
