package io.mychat.gateway.transport.undertow.accept;

import io.mychat.gateway.spi.transport.AddressText;
import io.mychat.gateway.transport.common.request.ProxyHeader;
import io.mychat.gateway.transport.common.request.ProxyHeaderException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.XnioExecutor;
import org.xnio.conduits.ConduitStreamSourceChannel;

/**
 * Reads the PROXY header of a connection; without a valid header in time, the connection is closed. Runs on its I/O
 * thread.
 */
final class ProxyHeaderReader implements ChannelListener<ConduitStreamSourceChannel> {

    private static final Logger LOG = LoggerFactory.getLogger(ProxyHeaderReader.class);

    private final StreamConnection raw;
    private final ProxyHeader header = new ProxyHeader();
    private final Consumer<Optional<InetSocketAddress>> then;
    private final Runnable invalid;
    private final XnioExecutor.Key deadline;

    private ProxyHeaderReader(
            StreamConnection raw, Duration timeout, Consumer<Optional<InetSocketAddress>> then, Runnable invalid) {
        this.raw = raw;
        this.then = then;
        this.invalid = invalid;
        this.deadline =
                raw.getIoThread().executeAfter(() -> IoUtils.safeClose(raw), timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Reads the header and no byte after it.
     *
     * @param then receives the client; empty when the header names none
     * @param invalid called for an invalid header
     */
    static void start(
            StreamConnection raw, Duration timeout, Consumer<Optional<InetSocketAddress>> then, Runnable invalid) {
        ProxyHeaderReader reader = new ProxyHeaderReader(raw, timeout, then, invalid);
        raw.getSourceChannel().setReadListener(reader);
        reader.handleEvent(raw.getSourceChannel());
    }

    @Override
    public void handleEvent(ConduitStreamSourceChannel source) {
        try {
            while (!header.isComplete()) {
                ByteBuffer next = header.next();
                int count = source.read(next);
                if (count < 0) {
                    end();
                    return;
                }
                if (count == 0) {
                    source.resumeReads();
                    return;
                }
                header.advance(count);
            }
        } catch (ProxyHeaderException e) {
            invalid.run();
            InetSocketAddress peer = raw.getPeerAddress(InetSocketAddress.class);
            LOG.debug("Closing a connection from {}: {}", peer == null ? "?" : AddressText.of(peer), e.getMessage());
            end();
            return;
        } catch (IOException e) {
            end();
            return;
        }
        deadline.remove();
        source.suspendReads();
        source.setReadListener(null);
        then.accept(header.client());
    }

    private void end() {
        deadline.remove();
        IoUtils.safeClose(raw);
    }
}
