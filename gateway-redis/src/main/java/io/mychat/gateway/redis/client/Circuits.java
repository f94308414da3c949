package io.mychat.gateway.redis.client;

import io.mychat.gateway.redis.connection.JedisConnections;
import io.mychat.gateway.spi.StoreUnavailableException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The circuits of Redis's servers, by the names that {@link JedisConnections#serverOf} gives them, since nodes of a cluster fail alone.
 * Probes run on a thread of their own, in real time, because sockets know no other. A probe asks for the key on which
 * something failed last, wherever that has moved to.
 */
final class Circuits implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Circuits.class);

    private static final int FAILURES_TO_OPEN = 3;
    private static final int PROBE_MILLIS = 200;
    private static final int TELL_MILLIS = 100;

    private final Map<String, Circuit> circuits = new ConcurrentHashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Function<Command, Optional<StoreUnavailableException>> ask;
    private final Runnable beforeReturn;
    private final ScheduledThreadPoolExecutor probes;
    private final AtomicBoolean telling = new AtomicBoolean();
    /** Why Redis does not answer, as was last said in the log; empty when it does. */
    private final AtomicReference<String> reason = new AtomicReference<>("");

    /**
     * @param ask carries a command out and says why no server answered; empty when one did
     * @param beforeReturn runs before calls are let through again
     */
    Circuits(Function<Command, Optional<StoreUnavailableException>> ask, Runnable beforeReturn) {
        this.ask = ask;
        this.beforeReturn = beforeReturn;
        this.probes = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "redis-probe");
            thread.setDaemon(true);
            return thread;
        });
        probes.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** As many as a cluster has had nodes. */
    Circuit of(String server) {
        return circuits.computeIfAbsent(server, name -> new Circuit(FAILURES_TO_OPEN, Command.keyless("PING")));
    }

    void failed(Command command, String server, StoreUnavailableException failure) {
        Circuit circuit = of(server);
        if (circuit.failed(command) && !probes.isShutdown()) {
            say(failure);
            probeSoon(circuit);
        }
    }

    /** Once for each reason: while Redis is away, the reason may become another one. */
    private void say(StoreUnavailableException failure) {
        String why = String.valueOf(failure.getMessage());
        if (!why.equals(reason.getAndSet(why))) {
            LOG.warn("{}; what needs it is refused until it answers", why);
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
            int pause = PROBE_MILLIS / 2 + ThreadLocalRandom.current().nextInt(PROBE_MILLIS);
            Future<?> unused = probes.schedule(() -> probe(circuit), pause, TimeUnit.MILLISECONDS);
        }
    }

    private void probe(Circuit circuit) {
        try {
            probeOnce(circuit);
        } catch (Throwable e) {
            // No probe, no way back.
            LOG.error("a probe of Redis failed badly, and is tried again", e);
            probeSoon(circuit);
        }
    }

    private void probeOnce(Circuit circuit) {
        Optional<StoreUnavailableException> failure = ask.apply(circuit.probe());
        if (failure.isPresent()) {
            say(failure.get());
            probeSoon(circuit);
            return;
        }
        beforeReturn.run();
        if (circuit.close()) {
            if (openOnes() == 0) {
                reason.set("");
                LOG.info("Redis answers again");
            } else {
                LOG.info("a server of Redis answers again, another one does not yet");
            }
            tellSoon();
        }
    }

    /** Of several servers that return within a moment the listeners hear once; they do not wait for those that stay away. */
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
            LOG.warn("a listener failed after Redis came back", e);
        }
    }

    @Override
    public void close() {
        probes.shutdownNow();
    }
}
