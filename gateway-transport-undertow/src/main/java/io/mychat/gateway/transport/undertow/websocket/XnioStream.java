package io.mychat.gateway.transport.undertow.websocket;

import io.mychat.gateway.transport.common.websocket.ByteStream;
import io.mychat.gateway.transport.common.websocket.SocketEvents;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import org.xnio.StreamConnection;
import org.xnio.conduits.StreamSinkConduit;
import org.xnio.conduits.StreamSourceConduit;

/** A connection of XNIO, with or without its TLS. */
final class XnioStream implements ByteStream {

    private final XnioConnections home;
    private final StreamConnection raw;
    private final StreamSourceConduit source;
    private final StreamSinkConduit sink;

    XnioStream(XnioConnections home, StreamConnection raw) {
        this.home = home;
        this.raw = raw;
        this.source = raw.getSourceChannel().getConduit();
        this.sink = raw.getSinkChannel().getConduit();
    }

    @Override
    public boolean hasRecords() {
        return home.isTls();
    }

    @Override
    public void deliverTo(SocketEvents target) {
        ReadyHandler handler = new ReadyHandler(this, target);
        source.setReadReadyHandler(handler);
        sink.setWriteReadyHandler(handler);
    }

    void terminateOnLoop(SocketEvents target) {
        try {
            raw.getIoThread().execute(target::onTerminated);
        } catch (RejectedExecutionException e) {
            // The thread is ending, and all its connections with it.
        }
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return source.read(target);
    }

    @Override
    public void resumeReads() {
        if (hasRecords()) {
            source.wakeupReads();
        } else {
            source.resumeReads();
        }
    }

    @Override
    public void suspendReads() {
        source.suspendReads();
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        return sink.write(bytes);
    }

    @Override
    public boolean flush() throws IOException {
        return sink.flush();
    }

    @Override
    public void resumeWrites() {
        sink.resumeWrites();
    }

    @Override
    public void suspendWrites() {
        sink.suspendWrites();
    }

    @Override
    public void shutdownOutput() throws IOException {
        sink.terminateWrites();
    }

    @Override
    public boolean isOpen() {
        return raw.isOpen();
    }

    @Override
    public void release() {
        home.release(raw);
    }
}
