package io.mychat.gateway.transport.nio.port;

import io.mychat.gateway.transport.common.request.ProxyHeader;
import io.mychat.gateway.transport.common.request.ProxyHeaderException;
import io.mychat.gateway.transport.common.websocket.SocketEvents;
import io.mychat.gateway.transport.nio.loop.NioStream;
import io.mychat.gateway.transport.nio.loop.Timers.Deadline;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the PROXY header of a connection, and no byte behind it; without a valid header in time, the connection is closed.
 * Owned by the loop of the connection.
 */
final class ProxyHeaderReader implements SocketEvents {

    private static final Logger LOG = LoggerFactory.getLogger(ProxyHeaderReader.class);

    private final NioStream stream;
    private final Consumer<Optional<InetSocketAddress>> then;
    private final Runnable invalid;
    private final ProxyHeader header = new ProxyHeader();
    private final Deadline deadline;

    private ProxyHeaderReader(
            NioStream stream, long millis, Consumer<Optional<InetSocketAddress>> then, Runnable invalid) {
        this.stream = stream;
        this.then = then;
        this.invalid = invalid;
        this.deadline = stream.loop().timers().after(millis, this::onTerminated);
    }

    /**
     * Reads the header.
     *
     * @param then receives the client; empty when the header names none
     * @param invalid called for an invalid header
     */
    static void start(NioStream stream, long millis, Consumer<Optional<InetSocketAddress>> then, Runnable invalid) {
        stream.deliverTo(new ProxyHeaderReader(stream, millis, then, invalid));
        stream.resumeReads();
    }

    @Override
    public void onReadable() {
        try {
            while (!header.isComplete()) {
                ByteBuffer next = header.next();
                int count = stream.read(next);
                if (count < 0) {
                    onTerminated();
                    return;
                }
                if (count == 0) {
                    return;
                }
                header.advance(count);
            }
        } catch (ProxyHeaderException e) {
            invalid.run();
            LOG.debug("Closing a connection of a proxy: {}", e.getMessage());
            onTerminated();
            return;
        } catch (IOException e) {
            onTerminated();
            return;
        }
        deadline.cancel();
        stream.suspendReads();
        then.accept(header.client());
    }

    @Override
    public void onWritable() {}

    @Override
    public void onTerminated() {
        deadline.cancel();
        stream.release();
    }
}
