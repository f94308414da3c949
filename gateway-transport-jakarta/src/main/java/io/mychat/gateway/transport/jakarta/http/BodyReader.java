package io.mychat.gateway.transport.jakarta.http;

import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.BufferAccount;
import io.mychat.gateway.spi.transport.BufferBudget;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body with limits of length and time, without a thread that waits. It buffers only bytes that have arrived,
 * not announced ones. The monitor guards whether it has ended: the container, the timer and the budget may all end it.
 */
final class BodyReader implements ReadListener {

    private static final byte[] NOTHING = {};
    private static final int STEP = 8192;

    /** Receives the outcome of a body with exactly one call. */
    interface Outcome {

        void complete(byte[] body);

        void tooLarge();

        void tooSlow();

        /** The budget is used up. */
        void noRoom();

        /** The client has left. */
        void failed();
    }

    /**
     * The limits of a body.
     *
     * @param most the largest length
     * @param timeout the time from the start to the last byte
     */
    record Limits(int most, Duration timeout, BufferBudget buffers, TimeSource time) {}

    private final ServletInputStream in;
    private final int most;
    private final Outcome outcome;
    private final BufferAccount account;
    private final TimeSource.Timer deadline;
    private final byte[] step = new byte[STEP];
    private byte[] bytes = NOTHING;
    private int length;
    private boolean ended;

    private BodyReader(ServletInputStream in, Limits limits, Outcome outcome) {
        this.in = in;
        this.most = limits.most();
        this.outcome = outcome;
        this.account = limits.buffers().open(() -> end(outcome::noRoom));
        this.deadline = limits.time().schedule(limits.timeout(), () -> end(outcome::tooSlow));
    }

    /**
     * Starts to read.
     *
     * @return the account of the body, which is closed when the request has been answered
     */
    static BufferAccount start(ServletInputStream in, Limits limits, Outcome outcome) {
        BodyReader reader = new BodyReader(in, limits, outcome);
        in.setReadListener(reader);
        return reader.account;
    }

    @Override
    public void onDataAvailable() throws IOException {
        while (!hasEnded() && in.isReady() && !in.isFinished()) {
            int count = in.read(step);
            if (count < 0) {
                return;
            }
            if (length + count > most) {
                end(outcome::tooLarge);
            } else if (count > 0 && !account.reserve(BufferAccount.Use.INBOUND, count)) {
                end(outcome::noRoom);
            } else {
                append(count);
            }
        }
    }

    @Override
    public void onAllDataRead() {
        end(() -> outcome.complete(Arrays.copyOf(bytes, length)));
    }

    @Override
    public void onError(@Nullable Throwable failure) {
        end(outcome::failed);
    }

    private void append(int count) {
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(most, Math.max(length + count, 2 * length)));
        }
        System.arraycopy(step, 0, bytes, length, count);
        length += count;
    }

    private synchronized boolean hasEnded() {
        return ended;
    }

    private void end(Runnable told) {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
        }
        deadline.cancel();
        told.run();
    }
}
