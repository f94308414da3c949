package io.mychat.gateway.transport.undertow.http;

import io.mychat.gateway.spi.transport.HttpAdmission;
import io.mychat.gateway.spi.transport.HttpStream;
import io.mychat.gateway.spi.transport.HttpStreamListener;
import io.mychat.gateway.transport.undertow.accept.ClientChannel;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Protocols;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.conduits.ConduitStreamSourceChannel;

/**
 * One response that is sent piece by piece. The I/O thread of the connection owns the exchange and the piece that is being
 * written; other threads only hand over tasks.
 */
final class StreamedResponse implements HttpStream {

    private final HttpServerExchange exchange;
    private final HttpStreamListener listener;
    private final AtomicBoolean writing = new AtomicBoolean();

    private @Nullable StreamSinkChannel sink;
    private @Nullable ByteBuffer piece;
    private boolean opened;
    private boolean ending;
    private boolean closed;

    private StreamedResponse(HttpServerExchange exchange, HttpStreamListener listener) {
        this.exchange = exchange;
        this.listener = listener;
    }

    /** Begins the response. Nothing else uses the exchange afterwards. */
    static void start(HttpServerExchange exchange, HttpAdmission.Stream stream) {
        StreamedResponse response = new StreamedResponse(exchange, stream.listener());
        if (!response.run(() -> response.begin(stream))) {
            response.ended();
        }
    }

    /** @return false when the thread is ending, and so is the connection */
    private boolean run(Runnable task) {
        try {
            exchange.getIoThread().execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    private void begin(HttpAdmission.Stream stream) {
        exchange.addExchangeCompleteListener((done, next) -> {
            IoUtils.safeClose(done.getConnection());
            closed();
            next.proceed();
        });
        exchange.getConnection().addCloseListener(connection -> closed());
        if (!exchange.getConnection().isOpen()) {
            ended();
            return;
        }
        try {
            exchange.setStatusCode(stream.status());
            stream.headers()
                    .forEach((name, value) -> exchange.getResponseHeaders().put(HttpString.tryFromString(name), value));
            exchange.setPersistent(false);
            exchange.getResponseHeaders().put(Headers.CONNECTION, "close");
            if (exchange.getProtocol().equals(Protocols.HTTP_1_1)) {
                exchange.getResponseHeaders().put(Headers.TRANSFER_ENCODING, "chunked");
            }
            StreamSinkChannel channel = exchange.getResponseChannel();
            channel.getWriteSetter().set(ready -> proceed());
            sink = channel;
            watchClient();
            proceed();
        } catch (RuntimeException | Error e) { // the connection must not stay half open
            IoUtils.safeClose(exchange.getConnection());
            throw e;
        }
    }

    /** Notices that the client closes its connection. Bytes that it sends behind its request are not read. */
    private void watchClient() {
        ClientChannel channel = ClientChannel.of(exchange);
        if (channel == null || !exchange.isRequestComplete()) {
            return;
        }
        ConduitStreamSourceChannel source = channel.getSourceChannel();
        ChannelListener<ConduitStreamSourceChannel> leaving = from -> {
            try {
                int count = from.read(ByteBuffer.allocate(1));
                if (count < 0) {
                    IoUtils.safeClose(exchange.getConnection());
                } else if (count > 0) {
                    from.suspendReads();
                }
            } catch (IOException e) {
                IoUtils.safeClose(exchange.getConnection());
            }
        };
        source.setReadListener(leaving);
        source.resumeReads();
    }

    @Override
    public void write(byte[] next) {
        if (!writing.compareAndSet(false, true)) {
            throw new IllegalStateException("a piece is still being written");
        }
        run(() -> {
            if (!closed) {
                piece = ByteBuffer.wrap(next);
                proceed();
            }
        });
    }

    @Override
    public void end() {
        run(() -> {
            ending = true;
            if (piece == null && !closed) {
                exchange.endExchange();
            }
        });
    }

    @Override
    public void abort() {
        run(() -> IoUtils.safeClose(exchange.getConnection()));
    }

    /** Writes as much as the socket takes, the head first. */
    private void proceed() {
        StreamSinkChannel channel = sink;
        if (channel == null || closed || (opened && piece == null)) {
            return;
        }
        try {
            if (!isTaken(channel)) {
                channel.resumeWrites();
                return;
            }
        } catch (IOException e) {
            IoUtils.safeClose(exchange.getConnection());
            return;
        }
        channel.suspendWrites();
        if (!opened) {
            opened = true;
            listener.onOpen(this);
            return;
        }
        piece = null;
        writing.set(false);
        if (ending) {
            exchange.endExchange();
        } else {
            listener.onWritten();
        }
    }

    private boolean isTaken(StreamSinkChannel channel) throws IOException {
        ByteBuffer rest = piece;
        while (rest != null && rest.hasRemaining()) {
            if (channel.write(rest) == 0) {
                return false;
            }
        }
        return channel.flush();
    }

    /** Any thread may close the connection. */
    private void closed() {
        if (!run(this::ended)) {
            ended();
        }
    }

    private void ended() {
        if (!closed) {
            closed = true;
            listener.onClosed();
        }
    }
}
