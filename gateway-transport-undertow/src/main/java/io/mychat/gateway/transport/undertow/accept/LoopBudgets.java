package io.mychat.gateway.transport.undertow.accept;

import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.event.RateLimitedLog;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.XnioIoThread;

/**
 * The {@link LoopBudget} of each I/O thread, shared by all ports. A turn is one round of an I/O thread's loop; the budget limits
 * the work for new connections in it, so that open connections are not delayed. Thread-safe.
 */
public final class LoopBudgets implements MetricSource {

    private static final Logger LOG = LoggerFactory.getLogger(LoopBudgets.class);

    private final int stepsPerTurn;
    private final RateLimitedLog failures = RateLimitedLog.inSystemTime(LOG::error);
    private final Map<XnioIoThread, LoopBudget> budgets = new ConcurrentHashMap<>();

    /** @param stepsPerTurn steps of new connections that one I/O thread takes in a turn: opening one, and each read until its first request is whole */
    public LoopBudgets(int stepsPerTurn) {
        this.stepsPerTurn = stepsPerTurn;
    }

    LoopBudget of(XnioIoThread thread) {
        return budgets.computeIfAbsent(thread, loop -> new LoopBudget(loop, stepsPerTurn, failures));
    }

    /** Removes all threads, which have ended. */
    public void clear() {
        budgets.clear();
    }

    @Override
    public List<Metric> metrics() {
        return List.of(
                Metric.gauge(
                        "newcomer_steps_waiting",
                        "Steps of new connections that wait for a turn of their I/O thread.",
                        budgets.values().stream().mapToInt(LoopBudget::waiting).sum()),
                Metric.gauge(
                        "newcomer_steps_per_turn_limit",
                        "Most steps of new connections that an I/O thread takes in one turn.",
                        stepsPerTurn),
                Metric.counter(
                        "newcomer_steps_delayed_total",
                        "Steps of new connections that waited for a later turn.",
                        budgets.values().stream().mapToLong(LoopBudget::delayed).sum()));
    }
}
