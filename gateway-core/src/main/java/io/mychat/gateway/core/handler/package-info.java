/**
 * The built-in commands, as ordinary handlers.
 *
 * <p>Entry point: {@link io.mychat.gateway.core.handler.BuiltInHandlers}.
 *
 * <p>Neighbours: uses {@code chat}, {@code codec}, {@code connection}, {@code inbox}, {@code login}, {@code protocol},
 * {@code router}, {@code threads}, gateway-spi; used by {@code core}.
 */
@NullMarked
package io.mychat.gateway.core.handler;

import org.jspecify.annotations.NullMarked;
