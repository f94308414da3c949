/**
 * The contract suites of the ports of {@code spi.auth}: {@link io.mychat.gateway.spi.auth.TokenStore}, {@link
 * io.mychat.gateway.spi.auth.TokenService}, {@link io.mychat.gateway.spi.auth.LoginFailures}, {@link
 * io.mychat.gateway.spi.auth.CredentialVerifier} and {@link io.mychat.gateway.spi.auth.UserDirectory}; and fakes of tokens
 * and accounts.
 *
 * <p>Entry points: {@link io.mychat.gateway.testkit.auth.TokenStoreContract},
 * {@link io.mychat.gateway.testkit.auth.LoginFailuresContract}, {@link io.mychat.gateway.testkit.auth.FakeTokens} and
 * {@link io.mychat.gateway.testkit.auth.FakeAccounts}.
 *
 * <p>Neighbours: uses {@code testkit}, gateway-spi; used by gateway-test.
 */
@NullMarked
package io.mychat.gateway.testkit.auth;

import org.jspecify.annotations.NullMarked;
