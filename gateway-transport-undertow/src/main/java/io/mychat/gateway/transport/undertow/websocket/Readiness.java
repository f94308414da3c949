package io.mychat.gateway.transport.undertow.websocket;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.conduits.ReadReadyHandler;
import org.xnio.conduits.WriteReadyHandler;

/** What XNIO tells a connection. A mistake of ours ends the connection and is logged: XNIO would swallow it. */
final class Readiness implements ReadReadyHandler, WriteReadyHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);

    private final SocketConnection connection;

    Readiness(SocketConnection connection) {
        this.connection = connection;
    }

    @Override
    public void readReady() {
        guard(connection, connection::read);
    }

    @Override
    public void writeReady() {
        guard(connection, connection::write);
    }

    @Override
    public void forceTermination() {
        connection.end();
    }

    @Override
    public void terminated() {
        connection.terminated();
    }

    static void guard(SocketConnection connection, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            LOG.error("A connection failed and is ended", e);
            connection.end();
        }
    }
}
