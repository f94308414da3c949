package io.mychat.gateway.transport.nio.http;

import io.mychat.gateway.spi.transport.HttpAdmission;
import io.mychat.gateway.spi.transport.HttpStream;
import io.mychat.gateway.spi.transport.HttpStreamListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One response that is sent piece by piece, in chunks for HTTP/1.1. The loop of the connection owns it; other threads only
 * hand over tasks.
 */
final class StreamedResponse implements HttpStream {

    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTHING = {};

    private final HttpExchange exchange;
    private final HttpConnection connection;
    private final HttpStreamListener listener;
    private final boolean chunked;
    private final AtomicBoolean writing = new AtomicBoolean();
    private boolean idle;
    private boolean ending;

    private StreamedResponse(HttpExchange exchange, HttpStreamListener listener) {
        this.exchange = exchange;
        this.connection = exchange.connection();
        this.listener = listener;
        this.chunked = exchange.head().isHttp11();
    }

    /** Begins the response. Called on the loop. Nothing else uses the exchange afterwards. */
    static void start(HttpExchange exchange, HttpAdmission.Stream stream) {
        new StreamedResponse(exchange, stream.listener()).begin(stream);
    }

    private void begin(HttpAdmission.Stream stream) {
        exchange.whenEnded(listener::onClosed);
        connection.guard(() -> {
            byte[] head = connection
                    .rules()
                    .heads()
                    .of(
                            stream.status(),
                            stream.headers(),
                            "Connection: close\r\n" + (chunked ? "Transfer-Encoding: chunked\r\n" : ""));
            exchange.whenReadable(this::watchClient);
            connection.stream().resumeReads();
            connection.cancelDeadline();
            connection.push(this::opened, head);
        });
    }

    private void opened() {
        idle = true;
        listener.onOpen(this);
    }

    /** Notices that the client closes its connection. Bytes that it sends behind its request are not read. */
    private void watchClient() throws IOException {
        int count = connection.stream().read(ByteBuffer.allocate(1));
        if (count < 0) {
            connection.close();
        } else if (count > 0) {
            exchange.whenReadable(null);
            connection.stream().suspendReads();
        }
    }

    @Override
    public void write(byte[] piece) {
        if (!writing.compareAndSet(false, true)) {
            throw new IllegalStateException("a piece is still being written");
        }
        run(() -> {
            idle = false;
            byte[] size = chunked
                    ? (Integer.toHexString(piece.length) + "\r\n").getBytes(StandardCharsets.US_ASCII)
                    : NOTHING;
            connection.push(this::taken, size, piece, chunked ? CRLF : NOTHING);
        });
    }

    private void taken() {
        idle = true;
        writing.set(false);
        if (ending) {
            connection.guard(this::finish);
        } else {
            listener.onWritten();
        }
    }

    @Override
    public void end() {
        run(() -> {
            ending = true;
            if (idle) {
                finish();
            }
        });
    }

    private void finish() throws IOException {
        connection.send(() -> connection.completedLast(exchange.isOwed()), chunked ? LAST_CHUNK : NOTHING);
    }

    @Override
    public void abort() {
        run(connection::close);
    }

    private void run(HttpConnection.Step step) {
        try {
            exchange.loop().execute(() -> connection.guard(step));
        } catch (RejectedExecutionException e) {
            // The loop is ending, and so is the connection.
        }
    }
}
