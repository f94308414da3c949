package io.mychat.gateway.bench.sessions;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What the gateway has sent to all clients: their number, and whether something was no good. Thread-safe. */
final class Arrivals {

    private static final long PATIENCE_SECONDS = 30;

    private final AtomicLong count = new AtomicLong();
    private final AtomicReference<@Nullable String> failure = new AtomicReference<>();
    /** Whether {@link #await} may be waiting; spares the monitor when the gateway answers on the thread that asks. */
    private volatile boolean awaited;

    long count() {
        return count.get();
    }

    /** One more. */
    void arrived() {
        count.incrementAndGet();
        if (awaited) {
            synchronized (this) {
                notifyAll();
            }
        }
    }

    /** A refusal, or a lost connection; the first one is kept. */
    void failed(String what) {
        failure.compareAndSet(null, what);
        arrived();
    }

    /** @throws IOException something was no good */
    void check() throws IOException {
        String what = failure.get();
        if (what != null) {
            throw new IOException(what);
        }
    }

    /** Waits until the count is another one than this. */
    synchronized void await(long seen) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        awaited = true;
        try {
            while (count.get() == seen) {
                long millis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (millis <= 0) {
                    throw new IOException("the gateway has sent nothing for " + PATIENCE_SECONDS + " s");
                }
                wait(millis);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            awaited = false;
        }
        check();
    }
}
