/**
 * Identity: passwords, tokens and the directory of users.
 *
 * <p>Entry points: {@link io.mychat.gateway.spi.auth.TokenService} and {@link io.mychat.gateway.spi.auth.TokenStore}
 * for tokens, {@link io.mychat.gateway.spi.auth.CredentialVerifier} and
 * {@link io.mychat.gateway.spi.auth.UserDirectory} for users.
 *
 * <p>Neighbours: uses {@code session}; used by {@code spi}, {@code event}, {@code login}, gateway-auth, gateway-bench,
 * gateway-core, integrations, spring-boot, gateway-oidc, gateway-redis, gateway-spring-boot-starter,
 * gateway-spring-boot-test, gateway-test, gateway-testkit.
 */
@NullMarked
package io.mychat.gateway.spi.auth;

import org.jspecify.annotations.NullMarked;
