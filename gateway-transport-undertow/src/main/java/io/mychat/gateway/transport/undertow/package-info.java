/**
 * WebSocket and HTTP on Undertow and XNIO. Entry point:
 * {@link io.mychat.gateway.transport.undertow.UndertowModuleProvider}, found by {@link java.util.ServiceLoader}; here are
 * ports, threads, TLS and settings. The rooms: {@code accept} (connections before they are served),
 * {@code frame} (the bytes of RFC 6455), {@code websocket} (connections),
 * {@code http} (requests).
 */
@NullMarked
package io.mychat.gateway.transport.undertow;

import org.jspecify.annotations.NullMarked;
