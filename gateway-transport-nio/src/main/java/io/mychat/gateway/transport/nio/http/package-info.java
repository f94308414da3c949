/**
 * HTTP/1.1 on one connection: heads, bodies, responses and their limits.
 *
 * <p>Entry points: {@link io.mychat.gateway.transport.nio.http.HttpConnection}, which serves a stream, and
 * {@link io.mychat.gateway.transport.nio.http.EndpointHandler}, which answers with an endpoint of the gateway.
 *
 * <p>Neighbours: uses {@code loop}, {@code tls}, gateway-spi, gateway-transport-common; used by {@code nio},
 * {@code port}, {@code websocket}.
 */
@NullMarked
package io.mychat.gateway.transport.nio.http;

import org.jspecify.annotations.NullMarked;
