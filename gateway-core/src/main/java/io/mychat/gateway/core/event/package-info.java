/**
 * The way of events to their listeners.
 *
 * <p>Entry point: {@link io.mychat.gateway.core.event.EventDispatcher}.
 *
 * <p>Neighbours: uses {@code threads}, gateway-spi; used by {@code core}, {@code audit}, {@code chat}, {@code cluster},
 * {@code inbox}, {@code observe}, {@code plugin}, {@code tracelog}.
 */
@NullMarked
package io.mychat.gateway.core.event;

import org.jspecify.annotations.NullMarked;
