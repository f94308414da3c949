package io.mychat.gateway.transport.undertow.http;

import io.mychat.gateway.spi.transport.BufferAccount;
import io.mychat.gateway.spi.transport.BufferBudget;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.xnio.ChannelListener;
import org.xnio.XnioExecutor;
import org.xnio.channels.StreamSourceChannel;

/**
 * Reads a body with limits of length and time, on the I/O thread of the connection. It buffers only bytes that have
 * arrived, not announced ones.
 */
final class BodyReader implements ChannelListener<StreamSourceChannel> {

    /** Receives the outcome of a body with exactly one call. */
    interface Outcome {

        void complete(byte[] body);

        void tooLarge();

        void tooSlow();

        /** The budget is used up. */
        void noRoom();

        /** The connection failed, or the framing of the body is malformed and has been answered. */
        void failed(IOException cause);
    }

    private static final byte[] NOTHING = {};

    private final HttpServerExchange exchange;
    private final int most;
    private final Outcome outcome;
    private final XnioExecutor.Key deadline;
    private final BufferAccount account;
    private byte[] bytes = NOTHING;
    private int length;
    private boolean ended;

    private BodyReader(HttpServerExchange exchange, Limits limits, Outcome outcome) {
        this.exchange = exchange;
        this.most = limits.most();
        this.outcome = outcome;
        this.account = limits.buffers().open(this::evicted);
        this.deadline = exchange.getIoThread()
                .executeAfter(() -> end(outcome::tooSlow), limits.timeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * The limits of a body.
     *
     * @param most the largest length
     * @param timeout the time from the start to the last byte
     * @param buffers the budget; bytes are reserved until the request has been answered
     */
    record Limits(int most, Duration timeout, BufferBudget buffers) {}

    /** Starts to read. */
    static void start(HttpServerExchange exchange, Limits limits, Outcome outcome) {
        BodyReader reader = new BodyReader(exchange, limits, outcome);
        exchange.addExchangeCompleteListener((done, next) -> {
            reader.deadline.remove();
            reader.account.close();
            next.proceed();
        });
        StreamSourceChannel channel = exchange.getRequestChannel();
        channel.getReadSetter().set(reader);
        reader.handleEvent(channel);
    }

    private void evicted() {
        try {
            exchange.getIoThread().execute(() -> end(outcome::noRoom));
        } catch (RejectedExecutionException e) {
            // The thread is ending, and so is the exchange.
        }
    }

    @Override
    public void handleEvent(StreamSourceChannel channel) {
        if (ended) {
            return;
        }
        try (PooledByteBuffer pooled =
                exchange.getConnection().getByteBufferPool().allocate()) {
            ByteBuffer buffer = pooled.getBuffer();
            int count = channel.read(buffer);
            while (count > 0) {
                if (length + count > most) {
                    channel.suspendReads();
                    end(outcome::tooLarge);
                    return;
                }
                if (!account.reserve(BufferAccount.Use.INBOUND, count)) {
                    channel.suspendReads();
                    end(outcome::noRoom);
                    return;
                }
                append(buffer.flip());
                count = channel.read(buffer.clear());
            }
            if (count == 0) {
                channel.resumeReads();
            } else {
                byte[] body = Arrays.copyOf(bytes, length);
                end(() -> outcome.complete(body));
            }
        } catch (IOException e) {
            end(() -> outcome.failed(e));
        }
    }

    private void append(ByteBuffer more) {
        int count = more.remaining();
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(most, Math.max(length + count, 2 * length)));
        }
        more.get(bytes, length, count);
        length += count;
    }

    private void end(Runnable told) {
        if (!ended) {
            ended = true;
            deadline.remove();
            bytes = NOTHING;
            told.run();
        }
    }
}
