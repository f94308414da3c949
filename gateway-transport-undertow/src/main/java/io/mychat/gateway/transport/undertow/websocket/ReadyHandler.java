package io.mychat.gateway.transport.undertow.websocket;

import java.util.function.Consumer;
import org.xnio.conduits.ReadReadyHandler;
import org.xnio.conduits.WriteReadyHandler;

/** Receives XNIO's events of a connection. An exception ends the connection and is logged; XNIO would ignore it. */
final class ReadyHandler implements ReadReadyHandler, WriteReadyHandler {

    private final SocketConnection connection;

    ReadyHandler(SocketConnection connection) {
        this.connection = connection;
    }

    @Override
    public void readReady() {
        guard(connection, SocketConnection::read);
    }

    @Override
    public void writeReady() {
        guard(connection, SocketConnection::write);
    }

    @Override
    public void forceTermination() {
        guard(connection, SocketConnection::end);
    }

    @Override
    public void terminated() {
        connection.terminated();
    }

    /** Runs a step of one connection. Never throws, so that a failure does not affect other connections. */
    static void guard(SocketConnection connection, Consumer<SocketConnection> step) {
        try {
            step.accept(connection);
        } catch (RuntimeException | Error e) { // the I/O thread stays
            failed(connection, e);
        }
    }

    private static void failed(SocketConnection connection, Throwable cause) {
        try {
            connection.end();
        } catch (RuntimeException | Error e) { // as above
            cause.addSuppressed(e);
        }
        connection.failures().error("A connection failed and was closed", cause);
    }
}
