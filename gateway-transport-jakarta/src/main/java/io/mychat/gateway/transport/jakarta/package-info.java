/**
 * WebSocket and HTTP of a gateway in the Jakarta container of a host application: servlets, an endpoint, and settings.
 *
 * <p>Entry point: {@link io.mychat.gateway.transport.jakarta.JakartaMount}, which the host hands to the builder.
 *
 * <p>Neighbours: uses {@code http}, {@code websocket}, gateway-spi; used by gateway-spring-boot-starter.
 */
@NullMarked
package io.mychat.gateway.transport.jakarta;

import org.jspecify.annotations.NullMarked;
