/**
 * Signed access tokens, password hashes and the users file.
 *
 * <p>Entry points: {@link io.mychat.gateway.auth.AuthModuleProvider}, which the gateway finds by
 * {@link java.util.ServiceLoader} and which reads section {@code auth}, and
 * {@link io.mychat.gateway.auth.PasswordHasher}, which makes the hashes of the users file.
 *
 * <p>Revocation is the job of the token store ({@link io.mychat.gateway.spi.auth.TokenStore}); this module keeps none.
 *
 * <p>Neighbours: uses gateway-spi; used by embedded, integrations, spring-boot, standalone.
 */
@NullMarked
package io.mychat.gateway.auth;

import org.jspecify.annotations.NullMarked;
