package io.mychat.gateway.redis.client;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The circuits of Redis's servers, by the names that {@link Link#serverOf} gives them, since nodes of a cluster fail alone.
 * Probes run on a thread of their own, in real time, because sockets know no other. A probe asks for the key on which
 * something failed last, wherever that has moved to.
 */
final class Circuits implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Circuits.class);

    private static final int FAILURES_TO_OPEN = 3;
    private static final int PROBE_MILLIS = 200;

    private final Map<String, Circuit> circuits = new ConcurrentHashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Predicate<Command> ask;
    private final Runnable beforeReturn;
    private final ScheduledThreadPoolExecutor probes;

    /**
     * @param ask carries a command out and says whether a server answered
     * @param beforeReturn runs before calls are let through again
     */
    Circuits(Predicate<Command> ask, Runnable beforeReturn) {
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

    void failed(Command command, String server) {
        Circuit circuit = of(server);
        if (circuit.failed(command) && !probes.isShutdown()) {
            LOG.warn("Redis does not answer; what needs it is refused until it does");
            probeSoon(circuit);
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
        if (!ask.test(circuit.probe())) {
            probeSoon(circuit);
            return;
        }
        beforeReturn.run();
        if (circuit.close() && openOnes() == 0) {
            LOG.info("Redis answers again");
            listeners.forEach(Circuits::tell);
        }
    }

    private static void tell(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException e) {
            LOG.warn("a listener failed after Redis came back", e);
        }
    }

    @Override
    public void close() {
        probes.shutdownNow();
    }
}
