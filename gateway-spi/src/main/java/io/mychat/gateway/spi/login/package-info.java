/**
 * Logins that one place decides, which has tokens, sessions and messages.
 *
 * <p>Entry point: {@link io.mychat.gateway.spi.login.LoginStore}.
 *
 * <p>Neighbours: uses {@code auth}, {@code chat}, {@code session}; used by gateway-core, gateway-redis,
 * gateway-testkit.
 */
@NullMarked
package io.mychat.gateway.spi.login;

import org.jspecify.annotations.NullMarked;
