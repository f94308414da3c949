/**
 * The protocol as several rooms need it: the numbers of the commands, the messages that the server sends, the
 * arguments of a request, and the JSON of users and tokens.
 *
 * <p>Entry points: {@link io.mychat.gateway.core.protocol.Command}, {@link io.mychat.gateway.core.protocol.Arguments}
 * and {@link io.mychat.gateway.core.protocol.ServerMessages}.
 *
 * <p>Neighbours: uses {@code codec}, gateway-spi; used by {@code core}, {@code chat}, {@code config},
 * {@code config.reading}, {@code connection}, {@code handler}, {@code handler.host}, {@code handshake}, {@code http},
 * {@code http.endpoint}, {@code http.events}, {@code inbox}, {@code login}, {@code processor}, {@code router}.
 */
@NullMarked
package io.mychat.gateway.core.protocol;

import org.jspecify.annotations.NullMarked;
