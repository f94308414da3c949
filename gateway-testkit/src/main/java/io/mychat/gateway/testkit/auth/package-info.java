/**
 * The contract suites of {@link io.mychat.gateway.spi.auth.TokenStore} and
 * {@link io.mychat.gateway.spi.auth.LoginFailures}, and fakes of tokens and accounts.
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
