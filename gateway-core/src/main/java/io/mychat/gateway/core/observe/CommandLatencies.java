package io.mychat.gateway.core.observe;

import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.event.Tracer;
import java.util.ArrayList;
import java.util.List;

/**
 * The time from the receipt of a message to its answer, by command. The label is what a route is for, a command or a range:
 * clients cannot add values to it. Messages without a route, and refused ones, share one value. Thread-safe.
 */
public final class CommandLatencies implements MetricSource {

    /** Messages that no handler has answered. */
    static final String NONE = "none";

    private final int most;
    private final LabeledHistogram commands;
    private final LatencyHistogram none;
    private final Tracer tracer;

    /**
     * @param most how many commands and ranges have a histogram of their own; the others share one
     * @param tracer takes a span for each command
     */
    public CommandLatencies(int most, Tracer tracer) {
        this.tracer = tracer;
        this.most = most;
        // One more for those without a handler, which are there from the start.
        this.commands = new LabeledHistogram(
                "message_answer_seconds",
                "Time from receipt to answer, by command or range; none: answered without a handler.",
                "command",
                most + 1);
        this.none = commands.of(NONE);
    }

    /**
     * What observes the commands of a route; its histogram stays the same.
     *
     * @param commands a command or a range of commands
     */
    public CommandObserver of(String commands) {
        return new CommandObserver(commands, this.commands.of(commands), tracer);
    }

    /** The histogram of messages that no handler has answered. */
    public LatencyHistogram none() {
        return none;
    }

    long sumNanos() {
        return commands.sumNanos();
    }

    @Override
    public List<Metric> metrics() {
        List<Metric> metrics = new ArrayList<>(commands.metrics());
        metrics.add(Metric.gauge(
                "measured_commands", "Commands and ranges with a histogram of their own.", commands.size() - 1L));
        metrics.add(Metric.gauge(
                "measured_commands_limit", "Most commands and ranges with a histogram of their own.", most));
        return metrics;
    }
}
