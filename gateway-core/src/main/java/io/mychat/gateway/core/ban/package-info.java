/**
 * Bans of users, devices and addresses: the list that every gateway has in memory, and its changes.
 *
 * <p>Entry points: {@link io.mychat.gateway.core.ban.ActiveBans} for those who ask whether somebody is banned,
 * {@link io.mychat.gateway.core.ban.BanService} for those who change the list.
 *
 * <p>Neighbours: uses {@code codec}, {@code config}, {@code config.security}, {@code connection}, {@code security},
 * {@code threads}, gateway-spi; used by {@code core}, {@code handshake}, {@code http}, {@code http.endpoint},
 * {@code login}.
 */
@NullMarked
package io.mychat.gateway.core.ban;

import org.jspecify.annotations.NullMarked;
