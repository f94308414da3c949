/**
 * What a host application and its handlers can call: the ports of gateway-spi, implemented by the services that the
 * HTTP API uses too.
 *
 * <p>Entry points: {@link io.mychat.gateway.core.host.HostSessions} and {@link io.mychat.gateway.core.host.HostChats}.
 *
 * <p>Neighbours: uses {@code auth}, {@code chat}, {@code cluster}, {@code connection}, {@code login}, {@code push},
 * {@code threads}, {@code trace}, gateway-spi; used by {@code core}.
 */
@NullMarked
package io.mychat.gateway.core.host;

import org.jspecify.annotations.NullMarked;
