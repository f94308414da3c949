/**
 * Conversion between bytes on the wire and messages.
 *
 * <p>Entry points: {@link io.mychat.gateway.core.codec.MessageCodecs} for the messages of clients,
 * {@link io.mychat.gateway.core.codec.ServerMessage} for those of the server, and
 * {@link io.mychat.gateway.core.codec.Json} for everything else that is JSON.
 *
 * <p>Neighbours: uses {@code json}, gateway-spi; used by {@code core}, {@code archive}, {@code audit},
 * {@code audit.chain}, {@code auth}, {@code ban}, {@code cluster}, {@code connection}, {@code handler},
 * {@code handler.host}, {@code handshake}, {@code http}, {@code http.endpoint}, {@code http.events}, {@code inbox},
 * {@code processor}, {@code protocol}, {@code push}, {@code security.login}, gateway-bench.
 */
@NullMarked
package io.mychat.gateway.core.codec;

import org.jspecify.annotations.NullMarked;
