package io.mychat.gateway.spi.transport;

import java.net.InetAddress;

/**
 * Decides about TCP connections from the moment that they are accepted, before a byte of them is read. A transport that sees
 * TCP connections asks it; one inside a host's own server cannot. Never blocks; for use by many threads.
 */
@FunctionalInterface
public interface ConnectionGate {

    /** Admits every connection and trusts no proxy. */
    ConnectionGate OPEN = (arrival, close) -> Entry.ADMITTED;

    /**
     * Registers an accepted connection.
     *
     * @param close ends the connection without a word; may be called by any thread, at any time until {@link Entry#left()}
     */
    Entry enter(Arrival arrival, Runnable close);

    /** This gate for a port of another kind than its transport says. */
    default ConnectionGate at(PortKind kind) {
        return (arrival, close) -> enter(new Arrival(kind, arrival.tls(), arrival.peer()), close);
    }

    /** Which port a connection came to. */
    enum PortKind {
        WEBSOCKET,
        HTTP,
        /** HTTP for operators: without the PROXY protocol, and with connections of its own. */
        MANAGEMENT
    }

    /**
     * A connection that has just been accepted.
     *
     * @param tls whether it begins with a TLS handshake
     * @param peer the other end of the TCP connection
     */
    record Arrival(PortKind port, boolean tls, InetAddress peer) {}

    /** What becomes of a connection. */
    enum Verdict {
        /** It is served. */
        ADMITTED,
        /** Its address has as many connections as it may have: its first request is answered 429, then it closes. */
        ADDRESS_FULL,
        /** There is no room: its first request is answered 503, then it closes. */
        FULL,
        /** It is closed at once. */
        DROPPED
    }

    /** How far a connection is. */
    enum Stage {
        /** The client owes bytes: its request, or the rest of a body. */
        WAITING,
        /** A request is being answered. */
        ANSWERING,
        /** It has become a WebSocket. */
        UPGRADED
    }

    /** One connection's place. */
    interface Entry {

        /** Always admitted, never counted. */
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

        /** What becomes of the connection; {@link #announced} may change it. */
        Verdict verdict();

        /** Whether the connection has to begin with a header of the PROXY protocol; where not, such a header is refused. */
        boolean announcesClient();

        /** The header has named the client; not called for one that names nobody. */
        void announced(InetAddress client);

        /** The TLS handshake is finished. */
        void secured();

        /** The connection is this far now. */
        void reached(Stage stage);

        /** Bytes have come. */
        void received();

        /**
         * Takes room for bytes of an incomplete request that are about to be kept, in the {@link BufferBudget}.
         *
         * @param bytes more than 0
         * @return false: there is none, and the request is refused with 503
         */
        boolean reserve(int bytes);

        /** Gives room back. */
        void release(int bytes);

        /** The connection has ended. Idempotent. */
        void left();
    }
}
