package io.mychat.gateway.core.observe;

import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.message.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the answers to messages. Thread-safe. Writing is cheap, because adders rarely share a cell between threads.
 */
public final class Counters implements MetricSource {

    private final Map<ErrorCode, LongAdder> answers = new EnumMap<>(ErrorCode.class);
    private final LongAdder rateRefusals = new LongAdder();
    private final LongAdder suspensions = new LongAdder();

    private final CommandLatencies latencies;

    /** @param latencies takes the time to the answer, by command */
    public Counters(CommandLatencies latencies) {
        this.latencies = latencies;
        for (ErrorCode code : ErrorCode.values()) {
            answers.put(code, new LongAdder());
        }
    }

    /** The time to the answer, by command. */
    public CommandLatencies latencies() {
        return latencies;
    }

    /**
     * Counts an answer to a client's message.
     *
     * @param took the time from receipt to answer
     * @param latency the histogram of the message's route, or {@link CommandLatencies#none()}
     */
    public void answered(ErrorCode code, Duration took, LatencyHistogram latency) {
        answered(code, 1, took.toNanos(), latency);
    }

    /** As {@link #answered(ErrorCode, Duration, LatencyHistogram)}, for several that took the same time, in nanoseconds. */
    public void answered(ErrorCode code, int count, long tookNanos, LatencyHistogram latency) {
        LongAdder adder = answers.get(code);
        if (adder != null) {
            adder.add(count);
        }
        latency.record(tookNanos, count);
    }

    /** Counts a message that exceeds its session's rate. */
    public void rateRefused() {
        rateRefusals.increment();
    }

    /** Counts a full session queue whose socket is not read for a while. */
    public void suspended() {
        suspensions.increment();
    }

    /** The number of messages answered with the code since the start. */
    public long answers(ErrorCode code) {
        LongAdder adder = answers.get(code);
        return adder == null ? 0 : adder.sum();
    }

    /** The number of messages answered since the start. */
    public long answers() {
        return answers.values().stream().mapToLong(LongAdder::sum).sum();
    }

    MessageTotals totals(long cpuNanos) {
        long failed = answers(ErrorCode.INTERNAL_SERVER_ERROR) + answers(ErrorCode.SERVICE_UNAVAILABLE);
        return new MessageTotals(answers(), failed, latencies.sumNanos(), cpuNanos);
    }

    @Override
    public List<Metric> metrics() {
        List<Metric> metrics = new ArrayList<>();
        answers.forEach((code, count) -> metrics.add(
                Metric.counter("messages_answered_total", "Answered messages, by the code of the answer.", count.sum())
                        .with("code", Integer.toString(code.code()))));
        metrics.addAll(latencies.metrics());
        metrics.add(Metric.counter(
                "message_rate_refusals_total",
                "Messages refused because their session exceeded its rate.",
                rateRefusals.sum()));
        metrics.add(Metric.counter(
                "session_queue_suspensions_total",
                "Times that a session's queue was full and its socket was not read.",
                suspensions.sum()));
        return metrics;
    }
}
