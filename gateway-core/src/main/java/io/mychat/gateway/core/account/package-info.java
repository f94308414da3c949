/**
 * Changes of accounts: what ends when a user is removed, or gets another password or other roles.
 *
 * <p>Entry point: {@link io.mychat.gateway.core.account.AccountChanges}.
 *
 * <p>Neighbours: uses {@code auth}, {@code connection}, {@code threads}, gateway-spi; used by {@code core}.
 */
@NullMarked
package io.mychat.gateway.core.account;

import org.jspecify.annotations.NullMarked;
