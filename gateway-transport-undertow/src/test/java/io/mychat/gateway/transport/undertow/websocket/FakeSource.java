package io.mychat.gateway.transport.undertow.websocket;

import java.nio.ByteBuffer;
import org.xnio.XnioIoThread;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.EmptyStreamSourceConduit;
import org.xnio.conduits.ReadReadyHandler;
import org.xnio.conduits.StreamSourceConduit;

/** A socket's receiving half to which nothing ever comes. */
final class FakeSource extends AbstractStreamSourceConduit<StreamSourceConduit> {

    FakeSource(XnioIoThread thread) {
        super(new EmptyStreamSourceConduit(thread));
    }

    @Override
    public int read(ByteBuffer target) {
        return 0;
    }

    @Override
    public void resumeReads() {}

    @Override
    public void suspendReads() {}

    @Override
    public void wakeupReads() {}

    @Override
    public void setReadReadyHandler(ReadReadyHandler handler) {}
}
