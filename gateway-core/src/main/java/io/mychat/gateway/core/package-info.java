/**
 * The gateway's door and the only place where its rooms are put together. Entry point: {@link
 * io.mychat.gateway.core.GatewayServer#builder()}.
 *
 * <p>Rooms: {@code config} what was asked for, {@code codec} bytes and messages, {@code processor} the way of one message,
 * {@code router} which handler, {@code handler} the built-in ones, {@code connection} who is here, {@code inbox} and
 * {@code chat} what they say to each other, {@code auth} who they are, {@code security} how much they may, {@code http}
 * the second port, {@code observe} what is seen of it all.
 */
@NullMarked
package io.mychat.gateway.core;

import org.jspecify.annotations.NullMarked;
