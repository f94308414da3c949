/**
 * What a client sends before its first message, checked strictly: the header of the PROXY protocol, the head of a request
 * (RFC 9112), and the end of its body.
 *
 * <p>Entry points: {@link io.mychat.gateway.transport.common.request.HeadBuffer},
 * {@link io.mychat.gateway.transport.common.request.RequestHead} and
 * {@link io.mychat.gateway.transport.common.request.ProxyHeader}.
 *
 * <p>Neighbours: uses gateway-spi; used by {@code common}, gateway-transport-nio, gateway-transport-undertow.
 */
@NullMarked
package io.mychat.gateway.transport.common.request;

import org.jspecify.annotations.NullMarked;
