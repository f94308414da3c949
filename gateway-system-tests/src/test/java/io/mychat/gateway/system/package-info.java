/**
 * A whole gateway on sockets, with its own stores: what holds only when all rooms work together. Entry point: {@link
 * io.mychat.gateway.test.LiveGateway}. Rooms: {@code seats} (the login policy as a model), {@code restart} (stop and
 * start under load), {@code clients} (WebSocket clients that others wrote). Attacks from outside are in {@code gateway-attack-tests}.
 */
@NullMarked
package io.mychat.gateway.system;

import org.jspecify.annotations.NullMarked;
