/**
 * Calls to Redis: commands, scripts, key names, deadlines and circuits.
 *
 * <p>Entry point: {@link io.mychat.gateway.redis.client.Redis}, which all stores of this module call.
 *
 * <p>Neighbours: uses {@code connection}, {@code failure}, {@code inspection}, {@code schedule}, {@code settings},
 * gateway-spi; used by {@code redis}, {@code auth}, {@code ban}, {@code bus}, {@code chat}, {@code chat.notification},
 * {@code chat.record}, {@code login}, {@code node}, {@code push}, {@code session}, {@code subscription}.
 */
@NullMarked
package io.mychat.gateway.redis.client;

import org.jspecify.annotations.NullMarked;
