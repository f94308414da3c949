/**
 * The servers of each service, their health, and which of them receive calls.
 *
 * <p>Entry point: {@link io.mychat.gateway.backends.pool.Service}.
 *
 * <p>Neighbours: uses {@code balance}, {@code http}, gateway-spi; used by {@code backends}.
 */
@NullMarked
package io.mychat.gateway.backends.pool;

import org.jspecify.annotations.NullMarked;
