/**
 * Sockets as the core sees them. Entry points: {@link io.mychat.gateway.spi.transport.WebSocketTransport} and
 * {@link io.mychat.gateway.spi.transport.HttpTransport}.
 */
@NullMarked
package io.mychat.gateway.spi.transport;

import org.jspecify.annotations.NullMarked;
