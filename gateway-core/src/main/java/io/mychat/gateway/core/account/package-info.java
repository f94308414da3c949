/**
 * Changes of accounts: what ends when a user is removed, or has another password or other roles. Entry point: {@link
 * io.mychat.gateway.core.account.AccountChanges}; neighbours: tokens in {@code auth}, sessions in {@code connection}, other
 * nodes in {@code cluster}.
 */
@NullMarked
package io.mychat.gateway.core.account;

import org.jspecify.annotations.NullMarked;
