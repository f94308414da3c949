/**
 * WebSocket and HTTP on the JDK's selectors: settings, life cycle and metrics.
 *
 * <p>Entry point: {@link io.mychat.gateway.transport.nio.NioModuleProvider}, which the gateway finds by
 * {@link java.util.ServiceLoader}.
 *
 * <p>Neighbours: uses {@code http}, {@code loop}, {@code port}, {@code tls}, {@code websocket}, gateway-spi,
 * gateway-transport-common; used by none.
 */
@NullMarked
package io.mychat.gateway.transport.nio;

import org.jspecify.annotations.NullMarked;
