/**
 * Bans of addresses that the gateway decides by itself: what counts as an offence, how many are too many, and how long a ban
 * lasts.
 *
 * <p>Entry point: {@link io.mychat.gateway.core.ban.automatic.AutomaticBans}, through which all events pass.
 *
 * <p>Neighbours: uses {@code config}, {@code config.security}, {@code security}, {@code security.anomaly},
 * {@code store}, {@code threads}, gateway-spi; used by {@code core}.
 */
@NullMarked
package io.mychat.gateway.core.ban.automatic;

import org.jspecify.annotations.NullMarked;
