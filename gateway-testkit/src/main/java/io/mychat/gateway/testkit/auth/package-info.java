/**
 * The contract suites of {@link io.mychat.gateway.spi.auth.TokenStore} and
 * {@link io.mychat.gateway.spi.auth.LoginFailures}.
 *
 * <p>Entry points: {@link io.mychat.gateway.testkit.auth.TokenStoreContract} and
 * {@link io.mychat.gateway.testkit.auth.LoginFailuresContract}.
 *
 * <p>Neighbours: uses {@code testkit}, gateway-spi; used by none.
 */
@NullMarked
package io.mychat.gateway.testkit.auth;

import org.jspecify.annotations.NullMarked;
