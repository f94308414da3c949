/**
 * The connections of this node, the sessions that are bound to them, and the seats that they take.
 *
 * <p>Entry points: {@link io.mychat.gateway.core.connection.ConnectionManager} and
 * {@link io.mychat.gateway.core.connection.MultiPlatformAuthManager}.
 *
 * <p>Neighbours: uses {@code buffer}, {@code codec}, {@code collection}, {@code config}, {@code protocol},
 * {@code security}, {@code threads}, {@code tracelog}, gateway-spi; used by {@code core}, {@code account}, {@code ban},
 * {@code cluster}, {@code handler}, {@code handshake}, {@code host}, {@code http.endpoint}, {@code inbox},
 * {@code login}, {@code plugin}, {@code processor}, {@code rollout}, {@code router}.
 */
@NullMarked
package io.mychat.gateway.core.connection;

import org.jspecify.annotations.NullMarked;
