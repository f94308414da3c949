package io.mychat.gateway.transport.nio.http;

import io.mychat.gateway.transport.common.websocket.ByteStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/** What the socket of one connection has not taken yet. It holds one response. Owned by the loop of the connection. */
final class HttpOutput {

    private final ByteStream stream;
    private final ArrayDeque<ByteBuffer> waiting = new ArrayDeque<>(2);

    HttpOutput(ByteStream stream) {
        this.stream = stream;
    }

    void add(byte[] bytes) {
        if (bytes.length > 0) {
            waiting.add(ByteBuffer.wrap(bytes));
        }
    }

    /** Writes what the socket takes; whether nothing is left. */
    boolean write() throws IOException {
        ByteBuffer next = waiting.peek();
        while (next != null) {
            int before = next.position();
            stream.write(next);
            if (!next.hasRemaining()) {
                waiting.remove();
                next = waiting.peek();
            } else if (!stream.hasRecords() || next.position() == before) {
                stream.resumeWrites();
                return false;
            }
        }
        boolean done = stream.flush();
        if (done) {
            stream.suspendWrites();
        } else {
            stream.resumeWrites();
        }
        return done;
    }

    void drop() {
        waiting.clear();
    }
}
