/**
 * A TCP connection before Undertow sees it: the gate's verdict, the PROXY protocol, TLS, and the check of each
 * request's framing.
 *
 * <p>Entry point: {@link io.mychat.gateway.transport.undertow.accept.ConnectionOpener}.
 *
 * <p>Neighbours: uses gateway-spi, gateway-transport-common; used by {@code undertow}, {@code http}, {@code websocket}.
 */
@NullMarked
package io.mychat.gateway.transport.undertow.accept;

import org.jspecify.annotations.NullMarked;
