package io.mychat.gateway.redis.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * The circuits of Redis's parts: one for a single server; for a cluster one for each range of slots, since nodes fail
 * alone. Probes run on a thread of their own, in real time, because sockets know no other.
 */
final class Circuits implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Circuits.class);

    private static final int RANGES = 16;
    private static final int SLOTS_PER_RANGE = 16_384 / RANGES;
    private static final int FAILURES_TO_OPEN = 3;
    private static final int PROBE_MILLIS = 200;

    private final List<Circuit> circuits = new ArrayList<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Predicate<Command> ask;
    private final Runnable beforeReturn;
    private final ScheduledThreadPoolExecutor probes;

    /**
     * @param ask carries a command out and says whether a server answered
     * @param beforeReturn runs before calls are let through again
     */
    Circuits(boolean cluster, Predicate<Command> ask, Runnable beforeReturn) {
        this.ask = ask;
        this.beforeReturn = beforeReturn;
        for (int i = 0; i < (cluster ? RANGES : 1); i++) {
            circuits.add(new Circuit(FAILURES_TO_OPEN, Command.keyless("PING")));
        }
        this.probes = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "redis-probe");
            thread.setDaemon(true);
            return thread;
        });
        probes.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    Circuit of(String key) {
        return circuits.size() == 1 || key.isEmpty()
                ? circuits.get(0)
                : circuits.get(JedisClusterCRC16.getSlot(key) / SLOTS_PER_RANGE);
    }

    void failed(Command command) {
        Circuit circuit = of(command.routingKey());
        if (circuit.failed(command) && !probes.isShutdown()) {
            LOG.warn("Redis does not answer; what needs it is refused until it does");
            probeSoon(circuit);
        }
    }

    int openOnes() {
        return (int) circuits.stream().filter(Circuit::isOpen).count();
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
