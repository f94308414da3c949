package io.mychat.gateway.transport.undertow;

import io.mychat.gateway.spi.transport.BufferAccount;
import io.mychat.gateway.spi.transport.HostedConnection;
import io.mychat.gateway.transport.undertow.websocket.AdmittedHandshake;
import io.undertow.server.HttpServerExchange;
import java.util.function.Consumer;
import org.xnio.StreamConnection;

/**
 * A valid handshake (RFC 6455 section 4.2.1) for a host's WebSocket, which the gateway has admitted: the client's address
 * is allowed and not banned, the web page may connect, the gateway is not stopping, and there is a place. The place is
 * held until the handshake is refused or the connection has ended.
 *
 * @since 0.1.0
 */
public final class HostHandshake {

    private final AdmittedHandshake admitted;

    HostHandshake(AdmittedHandshake admitted) {
        this.admitted = admitted;
    }

    /**
     * A connection after its handshake. Whoever takes it over closes the channel and then runs {@code ended}.
     *
     * @param channel the TCP or TLS connection; nobody else uses it
     * @param early the bytes that the client has sent after its handshake
     * @param ended gives back the place; may be run more than once, on any thread
     */
    public record Socket(StreamConnection channel, byte[] early, Runnable ended) {}

    /**
     * Runs something, once, when the place is given back: at a refusal, when the client leaves before its connection is
     * open, or at the end of the connection. On any thread; at once when that has happened.
     */
    public void whenReleased(Runnable last) {
        admitted.whenReleased(last);
    }

    /**
     * Opens the account for the bytes that are buffered for the connection, in {@code server.max_buffered_bytes} of the
     * gateway, where it counts as a client without a login. Whoever took over the connection closes it.
     *
     * @param connection what the gateway ends when the bytes are needed for other clients, or the address is banned later
     */
    public BufferAccount account(HostedConnection connection) {
        return admitted.account(connection);
    }

    /** The request. Its response headers may be set before {@link #accept}. */
    public HttpServerExchange exchange() {
        return admitted.exchange();
    }

    /** Whether the connection is encrypted up to this server. */
    public boolean isSecure() {
        return admitted.isSecure();
    }

    /**
     * Answers with an error as the gateway's own ones are, and closes the connection.
     *
     * @param status 300 to 599
     * @param message the reason phrase of the status
     * @param error the machine-readable reason, without characters that JSON escapes, like {@code detail}
     * @param detail a sentence for people
     */
    public void refuse(int status, String message, String error, String detail) {
        admitted.refuse(status, message, error, detail);
    }

    /**
     * Answers 101, with {@code Sec-WebSocket-Accept}. Call it on the I/O thread of the exchange.
     *
     * @param opened takes over the connection, on its I/O thread; not called when the client has left
     */
    public void accept(Consumer<Socket> opened) {
        admitted.accept((channel, early) -> opened.accept(new Socket(channel, early, admitted::release)));
    }
}
