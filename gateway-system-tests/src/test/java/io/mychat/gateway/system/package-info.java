/**
 * A whole gateway on sockets, with its own stores: what holds only when all rooms work together. Entry points: {@link
 * io.mychat.gateway.core.testing.live.LiveGateway} and {@link io.mychat.gateway.system.PackagedProgram}. Rooms: {@code fuzz} (input without manners), {@code seats} (the login policy as a
 * model), {@code restart} (stop and start under load), {@code clients} (WebSocket clients that others wrote).
 */
@NullMarked
package io.mychat.gateway.system;

import org.jspecify.annotations.NullMarked;
