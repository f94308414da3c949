/**
 * A host's own Jakarta WebSocket endpoints on the gateway's WebSocket port: Tyrus decodes frames and calls endpoints,
 * Undertow has the sockets, and the gateway decides who may connect.
 *
 * <p>Entry point: {@link io.mychat.gateway.tyrus.TyrusEndpoints}.
 *
 * <p>Neighbours: uses gateway-spi, gateway-transport-undertow; used by none.
 */
@NullMarked
package io.mychat.gateway.tyrus;

import org.jspecify.annotations.NullMarked;
