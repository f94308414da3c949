/**
 * Who may come near, and how often (specification 5.4): address lists, web origins, connection limits, message rates and
 * the throttle on failed logins. Pure decisions: nothing here reads a socket, writes a log or starts a thread.
 *
 * <p>Entry points: {@link io.mychat.gateway.core.security.AddressPolicy},
 * {@link io.mychat.gateway.core.security.OriginPolicy} and
 * {@link io.mychat.gateway.core.security.ConnectionLimiter} at the handshake,
 * {@link io.mychat.gateway.core.security.MessageRate} for each message,
 * {@link io.mychat.gateway.core.security.LoginThrottle} for each login. Neighbours: the limits come from
 * {@link io.mychat.gateway.core.config.SecurityConfig}; the connection, processor and HTTP rooms ask.
 */
@NullMarked
package io.mychat.gateway.core.security;

import org.jspecify.annotations.NullMarked;
