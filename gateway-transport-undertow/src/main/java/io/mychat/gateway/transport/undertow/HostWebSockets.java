package io.mychat.gateway.transport.undertow;

import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.WebSocketSettings;

/**
 * The WebSockets of a host on the gateway's own port, on every path but the gateway's. The gateway checks each handshake
 * first ({@link HostHandshake}). One object serves one gateway.
 *
 * @since 0.1.0
 */
public interface HostWebSockets {

    /**
     * The port is about to open.
     *
     * @param gateway the gateway's path and limits
     * @param time the gateway's clock
     * @throws IllegalStateException when the host cannot serve beside this gateway; the gateway does not start
     */
    void start(WebSocketSettings gateway, TimeSource time);

    /**
     * Decides about a handshake that the gateway admits, now or later. Called on an I/O thread; must not block. An
     * exception answers 500.
     */
    void onHandshake(HostHandshake handshake);

    /**
     * The port accepts no more connections: closes those of the host, with 1001, and returns when they have ended, after
     * a bounded time. Also called when the port could not be opened; another start may follow then.
     */
    void close();
}
