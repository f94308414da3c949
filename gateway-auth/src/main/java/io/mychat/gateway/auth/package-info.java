/**
 * Access tokens, passwords and a users file: the gateway's own answer to "who is this?".
 *
 * <p>Entry point: {@link io.mychat.gateway.auth.AuthModuleProvider}, which the gateway finds by itself and which reads
 * section {@code auth}. Tokens are {@link io.mychat.gateway.auth.JwtTokenService}'s, passwords
 * {@link io.mychat.gateway.auth.PasswordHasher}'s, users {@link io.mychat.gateway.auth.UserAccounts}'. Neighbours: the
 * contracts in {@code io.mychat.gateway.spi.auth}; revocation is the token store's and not known here.
 */
@NullMarked
package io.mychat.gateway.auth;

import org.jspecify.annotations.NullMarked;
