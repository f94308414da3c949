package io.mychat.gateway.transport.nio.http;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Reads over a short body that nobody wants, behind its answer, so that the connection can go on. Owned by the loop of the
 * connection.
 */
final class BodySkipper {

    /** A longer body closes the connection instead. */
    private static final int MOST = 8192;

    private final HttpExchange exchange;
    private final HttpConnection connection;
    private int left;

    private BodySkipper(HttpExchange exchange, int length) {
        this.exchange = exchange;
        this.connection = exchange.connection();
        this.left = length;
    }

    /** Whether the body is short, and its client is sending it without waiting for a sign. */
    static boolean isWorthIt(HttpExchange exchange) {
        long length = exchange.head().bodyBytes();
        return length > 0 && length <= MOST && exchange.head().values("expect").isEmpty();
    }

    /** Skips the body; then the next request may come. */
    static void start(HttpExchange exchange) {
        BodySkipper skipper = new BodySkipper(exchange, (int) exchange.head().bodyBytes());
        exchange.connection().guard(skipper::start);
    }

    private void start() throws IOException {
        connection.limit(connection.rules().timeout().toMillis(), connection::close);
        exchange.whenReadable(this::read);
        take(ByteBuffer.wrap(connection.kept().takeAll()));
    }

    private void read() throws IOException {
        ByteBuffer buffer = exchange.loop().scratch();
        int count = connection.stream().read(buffer.limit(left));
        if (count < 0) {
            connection.close();
        } else if (count > 0) {
            take(buffer.flip());
        }
    }

    private void take(ByteBuffer arrived) {
        int count = Math.min(left, arrived.remaining());
        left -= count;
        arrived.position(arrived.position() + count);
        if (left > 0) {
            connection.stream().resumeReads();
            return;
        }
        connection.kept().append(arrived);
        exchange.whenReadable(null);
        exchange.bodyIsRead();
        connection.completed();
    }
}
