package io.mychat.gateway.transport.undertow.websocket;

/**
 * What the connections of a transport amount to.
 *
 * @param open connections that are open now
 * @param received bytes read after the handshakes, since the start
 * @param sent bytes written after the handshakes, since the start
 * @param closing connections that have ended and whose sockets wait to be closed
 * @param accepted handshakes that the listener has accepted
 * @param invalid handshakes that were refused before the listener was asked: wrong path, no or a broken upgrade
 */
public record SocketStats(long open, long received, long sent, long closing, long accepted, long invalid) {

    public static final SocketStats NONE = new SocketStats(0, 0, 0, 0, 0, 0);

    SocketStats plus(SocketStats other) {
        return new SocketStats(
                open + other.open,
                received + other.received,
                sent + other.sent,
                closing + other.closing,
                accepted + other.accepted,
                invalid + other.invalid);
    }
}
