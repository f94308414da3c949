package io.mychat.gateway.transport.nio.loop;

import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * IOServicePool of specification 2.2: the I/O threads of all ports of one gateway. The first port starts them, and the last
 * one ends them. This object's lock guards starting and ending.
 */
public final class EventLoops implements MetricSource {

    private static final Logger LOG = LoggerFactory.getLogger(EventLoops.class);
    private static final long STOP_MILLIS = 5000;

    private final int count;
    private final int stepsPerTurn;
    private final AtomicInteger turn = new AtomicInteger();
    private volatile List<EventLoop> running = List.of();
    private int users;

    /**
     * @param count the number of threads, at least 1
     * @param stepsPerTurn steps of new connections that a thread takes before it looks at its sockets again
     */
    public EventLoops(int count, int stepsPerTurn) {
        this.count = count;
        this.stepsPerTurn = stepsPerTurn;
    }

    /** Starts the threads unless they run; each call needs one {@link #release()}. */
    public synchronized void acquire() throws IOException {
        if (users == 0) {
            List<EventLoop> started = new ArrayList<>();
            for (int i = 1; i <= count; i++) {
                started.add(new EventLoop("mychat I/O-" + i, stepsPerTurn));
            }
            started.forEach(EventLoop::start);
            running = List.copyOf(started);
        }
        users++;
    }

    /** The last release waits for the threads to end. */
    public synchronized void release() {
        if (--users > 0) {
            return;
        }
        List<EventLoop> ending = running;
        running = List.of();
        ending.forEach(EventLoop::stop);
        long end = System.nanoTime() + STOP_MILLIS * 1_000_000;
        for (EventLoop loop : ending) {
            if (!loop.isCurrent() && !loop.awaitEnd((end - System.nanoTime()) / 1_000_000)) {
                LOG.warn("An I/O thread does not respond; it is left behind");
            }
        }
    }

    /** The loop for the next connection, in turn. Callable while acquired. */
    public EventLoop next() {
        List<EventLoop> all = running;
        return all.get(Math.floorMod(turn.getAndIncrement(), all.size()));
    }

    /** The running loops. */
    public List<EventLoop> all() {
        return running;
    }

    @Override
    public List<Metric> metrics() {
        List<Newcomers> newcomers = running.stream().map(EventLoop::newcomers).toList();
        return List.of(
                Metric.gauge(
                        "newcomer_steps_waiting",
                        "Steps of new connections that wait for a turn of their I/O thread.",
                        newcomers.stream().mapToInt(Newcomers::waiting).sum()),
                Metric.gauge(
                        "newcomer_steps_per_turn_limit",
                        "Most steps of new connections that an I/O thread takes in one turn.",
                        stepsPerTurn),
                Metric.counter(
                        "newcomer_steps_delayed_total",
                        "Steps of new connections that waited for a later turn.",
                        newcomers.stream().mapToLong(Newcomers::delayed).sum()));
    }
}
