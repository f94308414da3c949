package io.mychat.gateway.transport.common.websocket;

/**
 * The figures of a transport's connections.
 *
 * @param open open connections
 * @param received bytes read after the handshakes, since the start
 * @param sent bytes written after the handshakes, since the start
 * @param closing ended connections whose sockets wait to be closed
 * @param accepted handshakes that the listener has accepted
 * @param invalid handshakes refused without the listener: another path, or no valid upgrade
 * @param compression what compression has done
 */
public record SocketStats(
        long open, long received, long sent, long closing, long accepted, long invalid, CompressionStats compression) {

    public static final SocketStats NONE = new SocketStats(0, 0, 0, 0, 0, 0, CompressionStats.NONE);

    /** With this many connections whose sockets wait to be closed. */
    public SocketStats withClosing(long waiting) {
        return new SocketStats(open, received, sent, waiting, accepted, invalid, compression);
    }

    SocketStats plus(SocketStats other) {
        return new SocketStats(
                open + other.open,
                received + other.received,
                sent + other.sent,
                closing + other.closing,
                accepted + other.accepted,
                invalid + other.invalid,
                compression.plus(other.compression));
    }
}
