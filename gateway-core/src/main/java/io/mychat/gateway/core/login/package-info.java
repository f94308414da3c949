/**
 * Logins with passwords and tokens, and their terms: one service for WebSocket and HTTP.
 *
 * <p>Entry points: {@link io.mychat.gateway.core.login.LoginService}, {@link
 * io.mychat.gateway.core.login.TokenAuthenticator} and {@link io.mychat.gateway.core.login.LogoutService}.
 *
 * <p>Neighbours: uses {@code auth}, {@code ban}, {@code connection}, {@code hook}, {@code inbox}, {@code observe},
 * {@code protocol}, {@code router}, {@code security.login}, gateway-spi; used by {@code core}, {@code handler},
 * {@code host}, {@code http}, {@code http.endpoint}.
 */
@NullMarked
package io.mychat.gateway.core.login;

import org.jspecify.annotations.NullMarked;
