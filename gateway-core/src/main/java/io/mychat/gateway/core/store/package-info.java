/**
 * The embedded stores: an in-memory implementation of each store port of gateway-spi. They are used when no module
 * offers another one, and their content ends with the process.
 *
 * <p>Entry points: {@link io.mychat.gateway.core.store.InMemorySessionStore}, {@link
 * io.mychat.gateway.core.store.InMemoryMessageStore}, {@link io.mychat.gateway.core.store.InMemoryTokenStore}, {@link
 * io.mychat.gateway.core.store.InMemoryLoginFailures} and {@link
 * io.mychat.gateway.core.store.InMemoryIdempotencyStore}.
 *
 * <p>Neighbours: uses {@code collection}, {@code threads}, gateway-spi; used by {@code core}, {@code ban.automatic},
 * {@code cluster}, {@code security.login}, {@code security.rate}, gateway-test.
 */
@NullMarked
package io.mychat.gateway.core.store;

import org.jspecify.annotations.NullMarked;
