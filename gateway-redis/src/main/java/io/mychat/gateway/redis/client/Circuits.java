package io.mychat.gateway.redis.client;

import io.mychat.gateway.redis.connection.JedisConnections;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.event.RateLimitedLog;
import io.mychat.gateway.spi.time.Backoff;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The circuits of all Redis servers, by the names of {@link JedisConnections#serverOf}; the nodes of a cluster fail
 * independently. Probes run on a thread of this class in real time, because sockets have no other time. A probe asks
 * for the key of the last failed call, wherever that key has moved. Thread-safe.
 */
final class Circuits implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Circuits.class);

    private static final Backoff BETWEEN_PROBES = Backoff.steady(Duration.ofMillis(250));
    private static final int TELL_MILLIS = 100;

    private final Map<String, Circuit> circuits = new ConcurrentHashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Function<RedisCommand, Optional<StoreUnavailableException>> ask;
    private final Runnable beforeReturn;
    private final ScheduledThreadPoolExecutor probes;
    private final AtomicBoolean telling = new AtomicBoolean();
    private final RateLimitedLog failures = RateLimitedLog.inSystemTime(LOG::error);
    /** Why Redis does not answer, as it was last logged; empty when it answers. */
    private final AtomicReference<String> reason = new AtomicReference<>("");

    /**
     * @param ask carries a command out and says why no server answered; empty when one did
     * @param beforeReturn runs before calls are let through again
     */
    Circuits(Function<RedisCommand, Optional<StoreUnavailableException>> ask, Runnable beforeReturn) {
        this.ask = ask;
        this.beforeReturn = beforeReturn;
        this.probes = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "redis-probe");
            thread.setDaemon(true);
            return thread;
        });
        probes.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** There are as many as the cluster has ever had nodes. */
    Circuit of(String server) {
        Circuit known = circuits.get(server);
        return known != null ? known : circuits.computeIfAbsent(server, name -> new Circuit(name, this::probeSoon));
    }

    void failed(RedisCommand command, String server, StoreUnavailableException failure) {
        Circuit circuit = of(server);
        boolean wasOpen = circuit.isOpen();
        circuit.failed(command);
        if (!wasOpen && circuit.isOpen()) {
            log(failure);
        }
    }

    /** Logs each reason once: while Redis is away, the reason may change. */
    private void log(StoreUnavailableException failure) {
        String why = String.valueOf(failure.getMessage());
        if (!why.equals(reason.getAndSet(why))) {
            LOG.warn("{}; calls that need Redis are refused until it answers", why);
        }
    }

    int openOnes() {
        return (int) circuits.values().stream().filter(Circuit::isOpen).count();
    }

    void onReturn(Runnable listener) {
        listeners.add(listener);
    }

    private void probeSoon(Circuit circuit) {
        if (!probes.isShutdown()) {
            long pause = BETWEEN_PROBES.after(1).toNanos();
            Future<?> unused = probes.schedule(() -> probe(circuit), pause, TimeUnit.NANOSECONDS);
        }
    }

    private void probe(Circuit circuit) {
        try {
            probeOnce(circuit);
        } catch (Throwable e) {
            // Without the next probe the circuit would stay open.
            failures.log("A probe of Redis failed and is repeated", e);
            probeSoon(circuit);
        }
    }

    private void probeOnce(Circuit circuit) {
        Optional<StoreUnavailableException> failure = ask.apply(circuit.probe());
        if (failure.isPresent()) {
            log(failure.get());
            probeSoon(circuit);
            return;
        }
        beforeReturn.run();
        if (circuit.close()) {
            if (openOnes() == 0) {
                reason.set("");
                LOG.info("Redis answers again");
            } else {
                LOG.info("A server of Redis answers again; another one does not yet");
            }
            tellSoon();
        }
    }

    /**
     * The listeners are called once for servers that return within a moment; they do not wait for servers that stay
     * away.
     */
    private void tellSoon() {
        if (!probes.isShutdown() && telling.compareAndSet(false, true)) {
            Future<?> unused = probes.schedule(
                    () -> {
                        telling.set(false);
                        listeners.forEach(Circuits::tell);
                    },
                    TELL_MILLIS,
                    TimeUnit.MILLISECONDS);
        }
    }

    private static void tell(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.warn("A listener failed after Redis came back", e);
        }
    }

    @Override
    public void close() {
        probes.shutdownNow();
    }
}
