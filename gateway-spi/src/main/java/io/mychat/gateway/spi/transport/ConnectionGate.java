package io.mychat.gateway.spi.transport;

import java.net.InetAddress;

/**
 * Decides about TCP connections as soon as they are accepted, before any byte is read. A transport that handles TCP
 * connections itself asks it; a transport inside a host's server cannot. Thread-safe; never blocks.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ConnectionGate {

    /** Admits every connection and trusts no proxy. */
    ConnectionGate OPEN = (arrival, close) -> Entry.ADMITTED;

    /**
     * Registers an accepted connection.
     *
     * @param close closes the TCP connection at once; may be called by any thread, at any time until
     *     {@link Entry#left()}
     */
    Entry enter(Arrival arrival, Runnable close);

    /** This gate for a port of another kind than the transport reports. */
    default ConnectionGate at(PortKind kind) {
        return (arrival, close) -> enter(new Arrival(kind, arrival.tls(), arrival.peer()), close);
    }

    /** The kind of port that accepted a connection. */
    enum PortKind {
        WEBSOCKET,
        HTTP,
        /** HTTP for operators: without the PROXY protocol, and with a separate connection limit. */
        MANAGEMENT
    }

    /**
     * A connection that has just been accepted.
     *
     * @param tls whether the connection starts with a TLS handshake
     * @param peer the other end of the TCP connection
     */
    record Arrival(PortKind port, boolean tls, InetAddress peer) {}

    /** The decision about a connection. */
    enum Verdict {
        /** The connection is served. */
        ADMITTED,
        /**
         * The limit of the client's address is reached: the first request is answered with 429, then the connection
         * closes.
         */
        ADDRESS_FULL,
        /** The limit of the port is reached: the first request is answered with 503, then the connection closes. */
        FULL,
        /** The connection is closed at once. */
        DROPPED
    }

    /** The progress of a connection. */
    enum Stage {
        /** The client has to send: its request, or the rest of a body. */
        WAITING,
        /** A request is being answered. */
        ANSWERING,
        /** The connection has become a WebSocket. */
        UPGRADED
    }

    /** The registration of one connection. */
    interface Entry {

        /** A registration that is always admitted and never counted. */
        Entry ADMITTED = new Entry() {
            @Override
            public Verdict verdict() {
                return Verdict.ADMITTED;
            }

            @Override
            public boolean announcesClient() {
                return false;
            }

            @Override
            public void announced(InetAddress client) {}

            @Override
            public void secured() {}

            @Override
            public void reached(Stage stage) {}

            @Override
            public void received() {}

            @Override
            public boolean reserve(int bytes) {
                return true;
            }

            @Override
            public void release(int bytes) {}

            @Override
            public void left() {}
        };

        /** The decision about the connection; {@link #announced} may change it. */
        Verdict verdict();

        /**
         * Whether the connection has to start with a header of the PROXY protocol. If not, such a header is refused.
         */
        boolean announcesClient();

        /** The header of the PROXY protocol has named the client. Not called for a header without an address. */
        void announced(InetAddress client);

        /** The TLS handshake is finished. */
        void secured();

        /** The connection has reached this stage. */
        void reached(Stage stage);

        /** Bytes have arrived. */
        void received();

        /**
         * Reserves bytes of an incomplete request in the {@link BufferBudget} before they are buffered.
         *
         * @param bytes more than 0
         * @return false when the budget is used up; the request is then refused with 503
         */
        boolean reserve(int bytes);

        /** Releases reserved bytes. */
        void release(int bytes);

        /** The connection has ended. Idempotent. */
        void left();
    }
}
