/**
 * Tokens: issue, check and revocation; and the check of passwords.
 *
 * <p>Entry points: {@link io.mychat.gateway.core.auth.AuthManager} and
 * {@link io.mychat.gateway.core.auth.PasswordLogin}.
 *
 * <p>Neighbours: uses {@code codec}, {@code security.login}, gateway-spi; used by {@code core}, {@code account},
 * {@code handler}, {@code http}, {@code http.endpoint}.
 */
@NullMarked
package io.mychat.gateway.core.auth;

import org.jspecify.annotations.NullMarked;
