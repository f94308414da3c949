package io.mychat.gateway.transport.jakarta.http;

import io.mychat.gateway.spi.event.LogText;
import io.mychat.gateway.spi.event.RateLimitedLog;
import io.mychat.gateway.spi.transport.HttpEndpoint;
import io.mychat.gateway.spi.transport.HttpRequest;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An endpoint of a running gateway behind a servlet, with its limits and numbers. Thread-safe. */
public final class Endpoint {

    private static final Logger LOG = LoggerFactory.getLogger(Endpoint.class);

    private final HttpEndpoint target;
    private final RequestLimits limits;
    private final Semaphore room;
    private final LongAdder refused = new LongAdder();
    private final RateLimitedLog failures;

    public Endpoint(HttpEndpoint target, RequestLimits limits) {
        this.target = target;
        this.limits = limits;
        this.room = new Semaphore(limits.maxRequests());
        this.failures = RateLimitedLog.withCauses(LOG::error, limits.time());
    }

    HttpEndpoint target() {
        return target;
    }

    RequestLimits limits() {
        return limits;
    }

    /** @return false when too many requests are being answered */
    boolean enter() {
        if (room.tryAcquire()) {
            return true;
        }
        refused.increment();
        return false;
    }

    void leave() {
        room.release();
    }

    void refusedForLackOfMemory() {
        refused.increment();
    }

    void failed(HttpRequest request, Throwable cause) {
        failures.log("An HTTP endpoint failed: " + LogText.quoted(request.method() + " " + request.path()), cause);
    }

    /** Requests that are being answered. */
    public int requests() {
        return limits.maxRequests() - room.availablePermits();
    }

    /** Requests refused for lack of capacity since the start. */
    public long refused() {
        return refused.sum();
    }

    /** Waits until no request is being answered, at most {@code grace}. */
    public void awaitIdle(Duration grace) {
        try {
            if (!room.tryAcquire(limits.maxRequests(), grace.toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.warn("The stop does not wait for {} HTTP requests", requests());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
