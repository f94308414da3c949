/**
 * Handshakes: who may connect (protocol.md 1 and 5), and how an admitted client becomes a connection.
 *
 * <p>Entry point: {@link io.mychat.gateway.core.handshake.HandshakeListener}.
 *
 * <p>Neighbours: uses {@code auth}, {@code ban}, {@code codec}, {@code collection}, {@code config}, {@code connection},
 * {@code hook}, {@code inbox}, {@code processor}, {@code protocol}, {@code security}, {@code security.rate},
 * gateway-spi; used by {@code core}.
 */
@NullMarked
package io.mychat.gateway.core.handshake;

import org.jspecify.annotations.NullMarked;
