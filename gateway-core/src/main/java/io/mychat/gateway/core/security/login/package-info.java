/**
 * Bounds failed logins and refused credentials, by user and address.
 *
 * <p>Entry points: {@link io.mychat.gateway.core.security.login.LoginThrottle} for passwords and
 * {@link io.mychat.gateway.core.security.login.CredentialThrottle} for tokens and API keys.
 *
 * <p>Neighbours: uses {@code codec}, {@code config}, {@code config.security}, {@code security}, {@code store},
 * gateway-spi; used by {@code core}, {@code http}, {@code http.endpoint}, {@code login}.
 */
@NullMarked
package io.mychat.gateway.core.security.login;

import org.jspecify.annotations.NullMarked;
