/**
 * HTTP requests on Undertow as the gateway's endpoints see them, and the transport's own error responses.
 *
 * <p>Entry point: {@link io.mychat.gateway.transport.undertow.http.EndpointHandler}.
 *
 * <p>Neighbours: uses {@code accept}, gateway-spi, gateway-transport-common; used by {@code undertow},
 * {@code websocket}.
 */
@NullMarked
package io.mychat.gateway.transport.undertow.http;

import org.jspecify.annotations.NullMarked;
