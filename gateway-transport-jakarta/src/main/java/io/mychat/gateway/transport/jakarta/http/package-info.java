/**
 * HTTP requests of a servlet container for endpoints, and error responses.
 *
 * <p>Entry point: {@link io.mychat.gateway.transport.jakarta.http.ApiServlet}.
 *
 * <p>Neighbours: uses gateway-spi; used by {@code jakarta}, {@code websocket}.
 */
@NullMarked
package io.mychat.gateway.transport.jakarta.http;

import org.jspecify.annotations.NullMarked;
