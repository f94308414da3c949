/**
 * Tokens: issued, checked, refreshed and revoked.
 *
 * <p>Entry point: {@link io.mychat.gateway.core.auth.AuthManager}.
 *
 * <p>Neighbours: uses {@code codec}, gateway-spi; used by {@code core}, {@code account}, {@code handshake},
 * {@code host}, {@code http.endpoint}, {@code login}.
 */
@NullMarked
package io.mychat.gateway.core.auth;

import org.jspecify.annotations.NullMarked;
