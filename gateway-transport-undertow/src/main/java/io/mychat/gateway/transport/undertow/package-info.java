/**
 * WebSocket and HTTP on Undertow and XNIO: ports, threads, TLS and settings.
 *
 * <p>Entry point: {@link io.mychat.gateway.transport.undertow.UndertowModuleProvider}, which the gateway finds by
 * {@link java.util.ServiceLoader}. A host with an Undertow of its own takes {@link
 * io.mychat.gateway.transport.undertow.UndertowMount} in its place.
 *
 * <p>Neighbours: uses {@code accept}, {@code http}, {@code tls}, {@code websocket}, gateway-spi,
 * gateway-transport-common; used by gateway-tyrus.
 */
@NullMarked
package io.mychat.gateway.transport.undertow;

import org.jspecify.annotations.NullMarked;
