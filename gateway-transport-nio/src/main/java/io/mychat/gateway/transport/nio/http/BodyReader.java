package io.mychat.gateway.transport.nio.http;

import io.mychat.gateway.spi.transport.BufferAccount;
import io.mychat.gateway.spi.transport.BufferBudget;
import io.mychat.gateway.transport.common.request.ChunkFraming;
import io.mychat.gateway.transport.common.request.HeadException;
import io.mychat.gateway.transport.common.request.RequestHead;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body with limits of length and time. It buffers only bytes that have arrived, not announced ones. Owned by the
 * loop of the connection.
 */
final class BodyReader {

    /** Receives the outcome of a body with exactly one call, or none when the connection ends before. */
    interface Outcome {

        void complete(byte[] body);

        void tooLarge();

        void tooSlow();

        /** The budget is used up. */
        void noRoom();
    }

    private static final byte[] NOTHING = {};
    private static final long CHUNKS_AT_ONCE = 8192;

    private final HttpExchange exchange;
    private final HttpConnection connection;
    private final int most;
    private final Outcome outcome;
    private final BufferAccount account;
    private final @Nullable ChunkFraming chunks;
    private long left;
    private byte[] bytes = NOTHING;
    private int length;
    private boolean ended;
    private boolean fits = true;
    private boolean reserved = true;

    /** @param buffers the budget; bytes are reserved until {@link #release} */
    BodyReader(HttpExchange exchange, int most, BufferBudget buffers, Outcome outcome) {
        this.exchange = exchange;
        this.connection = exchange.connection();
        this.most = most;
        this.outcome = outcome;
        long announced = exchange.head().bodyBytes();
        this.chunks = announced == RequestHead.CHUNKED ? new ChunkFraming() : null;
        this.left = announced;
        this.account = buffers.open(this::evicted);
        exchange.bodyIsBegun();
    }

    /** Starts to read. */
    void start(long timeoutMillis) throws IOException {
        connection.limit(timeoutMillis, () -> end(outcome::tooSlow));
        exchange.whenReadable(this::read);
        take(ByteBuffer.wrap(connection.kept().takeAll()));
        if (!ended) {
            connection.stream().resumeReads();
        }
    }

    /** Gives the reserved bytes back; the request is answered. */
    void release() {
        ended = true;
        bytes = NOTHING;
        account.close();
    }

    private void evicted() {
        try {
            exchange.loop().execute(() -> end(outcome::noRoom));
        } catch (RejectedExecutionException e) {
            // The loop is ending, and so is the exchange.
        }
    }

    private void read() throws IOException {
        ByteBuffer buffer = exchange.loop().scratch();
        // Not the requests behind the body, as far as its end is known.
        buffer.limit((int) Math.min(buffer.remaining(), chunks == null ? left : CHUNKS_AT_ONCE));
        int count = connection.stream().read(buffer);
        if (count < 0) {
            throw new IOException("the body ends early");
        }
        if (count > 0) {
            exchange.entry().received();
            take(buffer.flip());
        }
    }

    private void take(ByteBuffer arrived) throws IOException {
        boolean whole;
        try {
            whole = chunks == null ? takeFixed(arrived) : takeChunks(chunks, arrived);
        } catch (HeadException e) {
            end(() -> connection.guard(() -> connection.refuse(e.refusal(), exchange.isHead())));
            return;
        }
        if (!fits) {
            end(outcome::tooLarge);
        } else if (!reserved) {
            end(outcome::noRoom);
        } else if (whole) {
            exchange.bodyIsRead();
            if (arrived.hasRemaining()) {
                connection.kept().append(arrived);
            }
            byte[] body = bytes.length == length ? bytes : Arrays.copyOf(bytes, length);
            end(() -> outcome.complete(body));
        }
    }

    private boolean takeFixed(ByteBuffer arrived) {
        int count = (int) Math.min(left, arrived.remaining());
        add(arrived.slice(arrived.position(), count));
        arrived.position(arrived.position() + count);
        left -= count;
        return left == 0;
    }

    private boolean takeChunks(ChunkFraming framing, ByteBuffer arrived) throws HeadException {
        framing.follow(arrived, this::add);
        return framing.isDone();
    }

    private void add(ByteBuffer more) {
        int count = more.remaining();
        if (count == 0 || !fits || !reserved) {
            return;
        }
        fits = count <= most - length;
        if (!fits) {
            return;
        }
        reserved = account.reserve(BufferAccount.Use.INBOUND, count);
        if (reserved) {
            if (length + count > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.min(most, Math.max(length + count, 2 * length)));
            }
            more.get(bytes, length, count);
            length += count;
        }
    }

    private void end(Runnable told) {
        if (!ended) {
            ended = true;
            bytes = NOTHING;
            connection.cancelDeadline();
            connection.stream().suspendReads();
            exchange.whenReadable(null);
            told.run();
        }
    }
}
