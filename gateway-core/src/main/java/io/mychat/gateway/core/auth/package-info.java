/**
 * Tokens: issue, check and revocation, and the token store of a single process.
 *
 * <p>Entry points: {@link io.mychat.gateway.core.auth.AuthManager} and
 * {@link io.mychat.gateway.core.auth.InMemoryTokenStore}.
 *
 * <p>Neighbours: uses {@code codec}, {@code security}, gateway-spi; used by {@code core}, {@code account},
 * {@code handler}, {@code http}, {@code http.endpoint}.
 */
@NullMarked
package io.mychat.gateway.core.auth;

import org.jspecify.annotations.NullMarked;
