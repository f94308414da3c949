/**
 * Decides which addresses and web origins may connect, and how many connections they may have (specification 5.4). Nothing
 * here reads a socket, writes a log or starts a thread.
 *
 * <p>Entry points: {@link io.mychat.gateway.core.security.AcceptedConnections}, {@link io.mychat.gateway.core.security.AddressPolicy},
 * {@link io.mychat.gateway.core.security.OriginPolicy}, {@link io.mychat.gateway.core.security.ConnectionLimiter} and
 * {@link io.mychat.gateway.core.security.UnauthenticatedConnections}.
 *
 * <p>Neighbours: uses {@code config}, {@code config.security}, gateway-spi; used by {@code core}, {@code ban},
 * {@code ban.automatic}, {@code connection}, {@code handshake}, {@code http}, {@code security.anomaly},
 * {@code security.login}, {@code security.rate}.
 */
@NullMarked
package io.mychat.gateway.core.security;

import org.jspecify.annotations.NullMarked;
