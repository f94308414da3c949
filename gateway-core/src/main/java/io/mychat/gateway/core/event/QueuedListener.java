package io.mychat.gateway.core.event;

import io.mychat.gateway.core.threads.FaultBarrier;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.event.GatewayListener;
import io.mychat.gateway.spi.event.RateLimitedLog;
import io.mychat.gateway.spi.time.TimeSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls a listener on an executor, with one event after the other in their order. When too many events wait, the
 * listener misses the new ones. This object's lock guards the queue; it is not held while the listener runs.
 */
public final class QueuedListener implements GatewayListener {

    private static final Logger log = LoggerFactory.getLogger(QueuedListener.class);
    /** After so many events the thread is left to others for a moment. */
    private static final int AT_ONCE = 64;

    private final GatewayListener listener;
    private final Executor executor;
    private final int limit;
    private final RateLimitedLog failures;
    private final LongAdder missed = new LongAdder();

    private final Deque<GatewayEvent> queue = new ArrayDeque<>();
    private boolean running;
    private boolean closed;

    /** @param limit the most events that wait */
    public QueuedListener(GatewayListener listener, Executor executor, int limit, TimeSource time) {
        this.listener = listener;
        this.executor = executor;
        this.limit = limit;
        this.failures = RateLimitedLog.withCauses(log::warn, time);
    }

    @Override
    public boolean accepts(Class<? extends GatewayEvent> type) {
        return listener.accepts(type);
    }

    @Override
    public void onEvent(GatewayEvent event) {
        synchronized (this) {
            if (closed) {
                return;
            }
            if (queue.size() >= limit) {
                missed.increment();
                return;
            }
            queue.add(event);
            if (running) {
                return;
            }
            running = true;
        }
        handOver();
    }

    /** The executor may have no place now: then the next event asks again. */
    private void handOver() {
        try {
            executor.execute(this::run);
        } catch (RejectedExecutionException e) {
            log.debug("There is no place for a listener; its events wait", e);
            synchronized (this) {
                running = false;
            }
        }
    }

    private void run() {
        for (int i = 0; i < AT_ONCE; i++) {
            GatewayEvent next = next();
            if (next == null) {
                return;
            }
            FaultBarrier.run(
                    () -> listener.onEvent(next),
                    failure -> failures.log("Listener " + listener.getClass().getName() + " failed", failure));
        }
        handOver();
    }

    private synchronized @Nullable GatewayEvent next() {
        GatewayEvent next = queue.poll();
        running = next != null;
        return next;
    }

    /** Whether it calls this listener. */
    public boolean calls(GatewayListener other) {
        return listener == other;
    }

    /** Drops what waits and takes no more. */
    public synchronized void close() {
        closed = true;
        queue.clear();
    }

    /** The events that wait. */
    public synchronized int waiting() {
        return queue.size();
    }

    /** The events that the listener has missed. */
    public long missed() {
        return missed.sum();
    }
}
