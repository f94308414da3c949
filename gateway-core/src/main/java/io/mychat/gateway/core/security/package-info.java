/**
 * Who may connect, and how often (specification 5.4): address lists, web origins, connection limits, message rates and
 * the throttle of failed logins. Pure decisions: no class here reads a socket, writes a log or starts a thread.
 *
 * <p>Entry points: {@link io.mychat.gateway.core.security.AddressPolicy},
 * {@link io.mychat.gateway.core.security.OriginPolicy} and {@link io.mychat.gateway.core.security.ConnectionLimiter}
 * for the handshake, {@link io.mychat.gateway.core.security.MessageRate} for each message,
 * {@link io.mychat.gateway.core.security.LoginThrottle} for each login.
 *
 * <p>Neighbours: uses {@code codec}, {@code config}, gateway-spi; used by {@code core}, {@code auth},
 * {@code connection}, {@code handler}, {@code http}, {@code http.endpoint}, {@code processor}.
 */
@NullMarked
package io.mychat.gateway.core.security;

import org.jspecify.annotations.NullMarked;
