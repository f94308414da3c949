/**
 * The contract suite of {@link io.mychat.gateway.spi.login.LoginStore}.
 *
 * <p>Entry point: {@link io.mychat.gateway.testkit.login.LoginStoreContract}.
 *
 * <p>Neighbours: uses {@code testkit}, gateway-spi; used by none.
 */
@NullMarked
package io.mychat.gateway.testkit.login;

import org.jspecify.annotations.NullMarked;
