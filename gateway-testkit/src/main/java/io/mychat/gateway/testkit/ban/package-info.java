/**
 * The contract of stores of bans.
 *
 * <p>Entry point: {@link io.mychat.gateway.testkit.ban.BanStoreContract}.
 *
 * <p>Neighbours: uses {@code testkit}, gateway-spi; used by none.
 */
@NullMarked
package io.mychat.gateway.testkit.ban;

import org.jspecify.annotations.NullMarked;
