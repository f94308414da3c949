package io.mychat.gateway.backends.pool;

import io.mychat.gateway.backends.balance.Candidate;
import io.mychat.gateway.backends.http.AttemptResult;
import io.mychat.gateway.spi.backend.HealthCheckOptions;
import io.mychat.gateway.spi.backend.ServerDefinition;
import io.mychat.gateway.spi.backend.ServicePolicy;
import io.mychat.gateway.spi.backend.ServiceStatus;
import io.mychat.gateway.spi.backend.ServiceStatus.State;
import io.mychat.gateway.spi.event.LogText;
import io.mychat.gateway.spi.event.RateLimitedLog;
import io.mychat.gateway.spi.time.TimeSource;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One server with its health and its counters. Thread-safe: this object's lock guards the results of the health checks,
 * and all other state is atomic.
 */
public final class Server implements Candidate {

    private static final Logger log = LoggerFactory.getLogger(Server.class);
    private static final double COLD = 0.1;
    /** In a line of the log. */
    private static final int MAX_REASON = 300;

    private final URI url;
    private final String name;
    private final long slowStartNanos;
    private final TimeSource time;
    private final ServerCircuitBreaker serverCircuitBreaker;
    private final AtomicInteger running = new AtomicInteger();
    private final LongAdder attempts = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final RateLimitedLog unhealthy;
    private final RateLimitedLog open;
    private final RateLimitedLog back;
    private final RateLimitedLog unmade;

    private volatile int weight;
    private volatile boolean warming;
    private volatile long warmingSince;
    private volatile boolean healthy = true;
    private int sameInARow;

    /**
     * @param isNew whether it joins running servers and therefore starts slowly
     */
    Server(String service, ServerDefinition definition, ServicePolicy policy, TimeSource time, boolean isNew) {
        this.url = definition.url();
        this.weight = definition.weight();
        this.name = "Server " + url + " of service " + service;
        this.slowStartNanos = policy.slowStart().toNanos();
        this.time = time;
        this.unhealthy = new RateLimitedLog(log::warn, time);
        this.open = new RateLimitedLog(log::warn, time);
        this.unmade = RateLimitedLog.withCauses(log::error, time);
        this.back = new RateLimitedLog(log::info, time);
        this.serverCircuitBreaker = new ServerCircuitBreaker(name, policy.breaker(), time, this::breakerChanged);
        if (isNew) {
            warmUp();
        }
    }

    public URI url() {
        return url;
    }

    void weight(int value) {
        weight = value;
    }

    /** Whether its health check allows calls. */
    boolean isHealthy() {
        return healthy;
    }

    /** Starts a call unless the circuit breaker is open; the call ends with {@link #ended}. */
    boolean tryBegin() {
        if (!serverCircuitBreaker.tryAcquire()) {
            return false;
        }
        running.incrementAndGet();
        attempts.increment();
        return true;
    }

    /** An attempt has ended. */
    public void ended(AttemptResult.Blame blame) {
        running.decrementAndGet();
        switch (blame) {
            case NONE -> serverCircuitBreaker.succeeded();
            case SERVER -> {
                failures.increment();
                serverCircuitBreaker.failed();
            }
            case UNCLEAR -> serverCircuitBreaker.released();
        }
    }

    /** An attempt could not even be made, through a fault of this program. */
    public void unmade(RuntimeException cause) {
        unmade.log("A call to " + name + " could not be made", cause);
        ended(AttemptResult.Blame.UNCLEAR);
    }

    /**
     * Records the result of a health check.
     *
     * @param fault why it has failed; empty: it has not
     */
    void checked(Optional<String> fault, HealthCheckOptions options) {
        boolean success = fault.isEmpty();
        boolean changed;
        synchronized (this) {
            if (success == healthy) {
                sameInARow = 0;
                return;
            }
            sameInARow++;
            changed = sameInARow >= (success ? options.healthyAfter() : options.unhealthyAfter());
            if (changed) {
                sameInARow = 0;
                if (success) {
                    warmUp();
                }
                healthy = success;
            }
        }
        if (changed && success) {
            serverCircuitBreaker.reset();
            back.log(name + " is healthy again");
        } else if (changed) {
            unhealthy.log(name + " is unhealthy and gets no calls: " + shortened(fault.orElse("")));
        }
    }

    /** A reason may quote what a server has sent. */
    private static String shortened(String reason) {
        return reason.length() > MAX_REASON
                ? LogText.escaped(reason.substring(0, MAX_REASON)) + "…"
                : LogText.escaped(reason);
    }

    /** Health checks have ended; only calls decide from now on. */
    synchronized void unwatched() {
        healthy = true;
        sameInARow = 0;
    }

    /** Takes over the health of a predecessor. */
    synchronized void inherit(Server predecessor) {
        healthy = predecessor.healthy;
    }

    private void breakerChanged(State state) {
        if (state == State.OPEN) {
            open.log(name + " failed too often and gets no calls for a while");
        } else if (state == State.UP) {
            warmUp();
            back.log(name + " works again");
        }
    }

    private void warmUp() {
        if (slowStartNanos > 0) {
            warmingSince = time.nanoTime();
            warming = true;
        }
    }

    @Override
    public String id() {
        return url.toString();
    }

    @Override
    public int weight() {
        return weight;
    }

    @Override
    public double slowStartFactor() {
        if (!warming) {
            return 1;
        }
        double share = (double) (time.nanoTime() - warmingSince) / slowStartNanos;
        if (share >= 1) {
            warming = false;
        }
        return Math.max(COLD, Math.min(1, share));
    }

    @Override
    public int running() {
        return running.get();
    }

    ServiceStatus.Server status() {
        return new ServiceStatus.Server(
                url,
                healthy ? serverCircuitBreaker.state() : State.UNHEALTHY,
                running.get(),
                attempts.sum(),
                failures.sum());
    }

    @Override
    public String toString() {
        return name;
    }
}
