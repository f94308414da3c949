package io.mychat.gateway.transport.nio.http;

import io.mychat.gateway.spi.event.RateLimitedLog;
import io.mychat.gateway.spi.threads.DaemonThreadPool;
import io.mychat.gateway.spi.transport.BufferBudget;
import io.mychat.gateway.spi.transport.ConnectionGate.Stage;
import io.mychat.gateway.spi.transport.ErrorBody;
import io.mychat.gateway.spi.transport.HttpAdmission;
import io.mychat.gateway.spi.transport.HttpEndpoint;
import io.mychat.gateway.transport.common.RequestStats;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes requests to the endpoint. The endpoint admits the head on a worker thread, the body is read on the I/O thread, and
 * the endpoint answers on a worker thread again. Neither a slow sender nor a slow reader nor an endpoint that answers later
 * holds a thread, and a body that is not admitted is not read. Thread-safe.
 */
public final class EndpointHandler implements RequestHandler, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EndpointHandler.class);
    private static final ErrorBody BUSY =
            new ErrorBody(503, "Service Unavailable", "overloaded", "too many requests are waiting");
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final Duration IDLE = Duration.ofSeconds(5);
    /** No bound: the endpoint has its own. */
    private static final int MOST_PENDING = Integer.MAX_VALUE;

    private final HttpEndpoint endpoint;
    private final Limits limits;
    private final Duration stopGrace;
    private final DaemonThreadPool workers;
    private final Semaphore room;
    private final Semaphore pendingRoom = new Semaphore(MOST_PENDING);
    private final AtomicInteger answering = new AtomicInteger();
    private final LongAdder refused = new LongAdder();
    private final RateLimitedLog threadless = RateLimitedLog.inSystemTime(LOG::warn);
    private final RateLimitedLog failures = RateLimitedLog.inSystemTime(LOG::error);

    /**
     * The limits of requests.
     *
     * @param threads the most threads that answer requests
     * @param maxRequests the most waiting and running requests
     * @param maxBodyBytes the largest body
     * @param buffers the budget for bodies
     */
    public record Limits(int threads, int maxRequests, int maxBodyBytes, BufferBudget buffers) {}

    /** @param stopGrace how long running requests may continue at the stop */
    public EndpointHandler(HttpEndpoint endpoint, Limits limits, Duration stopGrace) {
        this.endpoint = endpoint;
        this.limits = limits;
        this.stopGrace = stopGrace;
        this.workers = new DaemonThreadPool("mychat-http", limits.threads(), IDLE);
        this.room = new Semaphore(limits.maxRequests());
    }

    /** The current figures. */
    public RequestStats stats() {
        return new RequestStats(
                limits.maxRequests() - room.availablePermits(), answering.get(), pending(), refused.sum());
    }

    @Override
    public void onRequest(HttpExchange exchange) {
        new EndpointCall(this, exchange).start();
    }

    HttpEndpoint endpoint() {
        return endpoint;
    }

    Limits limits() {
        return limits;
    }

    RateLimitedLog failures() {
        return failures;
    }

    private int pending() {
        return MOST_PENDING - pendingRoom.availablePermits();
    }

    /** A request waits for its endpoint without holding a thread. */
    void beginsPending() {
        pendingRoom.acquireUninterruptibly();
    }

    void endsPending() {
        pendingRoom.release();
    }

    /** Runs work on a worker thread; refuses the request when the limit is reached or there is no thread. */
    void dispatch(HttpExchange exchange, Runnable work) {
        if (!room.tryAcquire()) {
            refuse(exchange);
            return;
        }
        exchange.entry().reached(Stage.ANSWERING);
        try {
            workers.execute(() -> {
                answering.incrementAndGet();
                try {
                    work.run();
                } finally {
                    answering.decrementAndGet();
                    room.release();
                }
            });
        } catch (RejectedExecutionException e) {
            room.release();
            threadless.log("An HTTP request could not get a thread: " + e.getMessage());
            refuse(exchange);
        }
    }

    void refuse(HttpExchange exchange) {
        refused.increment();
        exchange.connection().rules().refusals().count(BUSY.error());
        exchange.answerLast(HttpAnswer.of(BUSY, RETRY_AFTER));
    }

    /** Waits until no request waits, is pending or runs, at most the grace, and ends the threads. */
    @Override
    public void close() {
        long end = System.nanoTime() + stopGrace.toNanos();
        try {
            // In this order: a request gets its pending place before it gives up the other one.
            if (!room.tryAcquire(limits.maxRequests(), stopGrace.toNanos(), TimeUnit.NANOSECONDS)
                    || !pendingRoom.tryAcquire(MOST_PENDING, end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                LOG.warn("The stop aborts {} HTTP requests", stats().admitted() + pending());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        workers.shutdown();
    }

    /** What an admission says of the longest body. */
    int most(HttpAdmission.ReadBody body) {
        return Math.min(limits.maxBodyBytes(), body.maxBytes());
    }
}
