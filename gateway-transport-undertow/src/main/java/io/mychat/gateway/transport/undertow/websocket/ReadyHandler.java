package io.mychat.gateway.transport.undertow.websocket;

import io.mychat.gateway.transport.common.websocket.SocketEvents;
import org.xnio.conduits.ReadReadyHandler;
import org.xnio.conduits.WriteReadyHandler;

/** Passes XNIO's events of a connection on. */
final class ReadyHandler implements ReadReadyHandler, WriteReadyHandler {

    private final XnioStream stream;
    private final SocketEvents target;

    ReadyHandler(XnioStream stream, SocketEvents target) {
        this.stream = stream;
        this.target = target;
    }

    @Override
    public void readReady() {
        target.onReadable();
    }

    @Override
    public void writeReady() {
        target.onWritable();
    }

    @Override
    public void forceTermination() {
        target.onTerminated();
    }

    /** XNIO has terminated one or both halves, on our request or after a failure of TLS. Callable from any thread. */
    @Override
    public void terminated() {
        if (stream.hasRecords() && !stream.isOpen()) {
            stream.terminateOnLoop(target);
        }
    }
}
