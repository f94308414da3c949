/**
 * Calls to back-end services over HTTP (protocol.md section 3).
 *
 * <p>Entry point: {@link io.mychat.gateway.backends.BackendsModuleProvider}, which the gateway finds by
 * {@link java.util.ServiceLoader}.
 *
 * <p>Neighbours: uses {@code http}, {@code pool}, gateway-spi; used by none.
 */
@NullMarked
package io.mychat.gateway.backends;

import org.jspecify.annotations.NullMarked;
