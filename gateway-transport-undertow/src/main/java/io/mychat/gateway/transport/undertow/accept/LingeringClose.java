package io.mychat.gateway.transport.undertow.accept;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.xnio.ChannelListener;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.XnioExecutor;
import org.xnio.conduits.ConduitStreamSourceChannel;
import org.xnio.conduits.ReadReadyHandler;
import org.xnio.conduits.WriteReadyHandler;

/**
 * Closes a connection whose client may still be sending. With unread bytes the kernel would reset the connection, and
 * the client would lose the response. Therefore the output is shut down first, and input is discarded for a moment.
 * Runs on the I/O thread of the connection.
 */
final class LingeringClose implements ChannelListener<ConduitStreamSourceChannel> {

    private static final long MILLIS = 1000;
    private static final int MOST_BYTES = 1 << 20;

    private final StreamConnection raw;
    private final ByteBuffer scrap = ByteBuffer.allocate(4096);
    private final XnioExecutor.Key deadline;
    private int bytes;

    private LingeringClose(StreamConnection raw) {
        this.raw = raw;
        this.deadline = raw.getIoThread().executeAfter(() -> IoUtils.safeClose(raw), MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Starts the close; callable from any thread. */
    static void start(StreamConnection raw) {
        try {
            raw.getIoThread().execute(() -> begin(raw));
        } catch (RejectedExecutionException e) {
            IoUtils.safeClose(raw); // the I/O thread is ending
        }
    }

    private static void begin(StreamConnection raw) {
        try {
            new LingeringClose(raw).run();
        } catch (RejectedExecutionException e) {
            IoUtils.safeClose(raw);
        }
    }

    private void run() {
        ConduitStreamSourceChannel source = raw.getSourceChannel();
        source.getConduit().setReadReadyHandler(new ReadReadyHandler.ChannelListenerHandler<>(source));
        source.setReadListener(this);
        var sink = raw.getSinkChannel();
        sink.getConduit().setWriteReadyHandler(new WriteReadyHandler.ChannelListenerHandler<>(sink));
        try {
            sink.shutdownWrites();
            if (!sink.flush()) {
                sink.setWriteListener(ChannelListeners.flushingChannelListener(null, (channel, e) -> end()));
                sink.resumeWrites();
            }
        } catch (IOException e) {
            end();
            return;
        }
        handleEvent(source);
    }

    @Override
    public void handleEvent(ConduitStreamSourceChannel source) {
        try {
            int count = source.read(scrap.clear());
            while (count > 0 && bytes < MOST_BYTES) {
                bytes += count;
                count = source.read(scrap.clear());
            }
            if (count == 0) {
                source.resumeReads();
                return;
            }
        } catch (IOException e) {
            // The peer has closed the connection.
        }
        end();
    }

    private void end() {
        deadline.remove();
        IoUtils.safeClose(raw);
    }
}
