package io.mychat.gateway.spi.transport;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a transport may lack when it runs in a server that it does not own. The contract suites of gateway-testkit skip
 * a test only because of a lacking capability, which they name.
 *
 * @since 0.1.0
 */
public enum TransportCapability {
    /**
     * The transport owns its port: it binds and releases it, answers every path, asks the {@link ConnectionGate}, and
     * limits the size and the time of requests before they reach an endpoint.
     */
    OWN_PORT,
    /** {@link Connection#peer} and {@link HandshakeRequest#peer} are the other end of the TCP connection. */
    CLIENT_ADDRESS,
    /**
     * A refused handshake is answered with its status and body. Without it, the handshake succeeds and the connection
     * closes at once with a close code.
     */
    HANDSHAKE_ANSWERS,
    /**
     * {@link Connection#suspendReceiving} stops reading from the socket. Without it, a bounded number of bytes is kept,
     * and a client that sends more is closed with {@link CloseReason#OVERLOAD}.
     */
    READ_SUSPENSION,
    /** Every frame is reported: pings, and whole fragments before their payload has arrived. */
    FRAME_EVENTS,
    /** Every byte of an incomplete message counts in {@link BufferAccount.Use#INBOUND} as soon as it arrives. */
    INBOUND_BYTES,
    /**
     * Each message is one frame, and what is sent during one call of the receiver is written during that call, as far as
     * the socket takes it.
     */
    BATCHED_WRITES,
    /** Each violation of RFC 6455 closes with the code that the RFC names, before the rest of the frame arrives. */
    CLOSE_CODES,
    /**
     * {@link ConnectionReceiver#onClosed} is called when the TCP connection has ended, at the latest after the close
     * timeout. Without it, a close by the gateway is reported as soon as its close frame is sent.
     */
    CLOSE_HANDSHAKE,
    /**
     * Messages are compressed (RFC 7692) when the settings of the transport say so. Without it no extension is negotiated,
     * so the bytes of a message are those on the wire.
     */
    COMPRESSION,
    /** The transport ends a TCP connection without waiting for its peer, such as after a violation or at the stop. */
    ABORT,
    /** An {@link HttpTransport} sends a response piece by piece, as {@link HttpAdmission.Stream} asks. */
    HTTP_STREAMING;

    private static final Set<TransportCapability> ALL =
            Collections.unmodifiableSet(EnumSet.allOf(TransportCapability.class));

    /** All capabilities: those of a transport that owns its sockets. */
    public static Set<TransportCapability> all() {
        return ALL;
    }
}
