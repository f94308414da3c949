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
    private final LongAdder answerNanos = new LongAdder();
    private final LongAdder rateRefusals = new LongAdder();
    private final LongAdder suspensions = new LongAdder();

    public Counters() {
        for (ErrorCode code : ErrorCode.values()) {
            answers.put(code, new LongAdder());
        }
    }

    /**
     * Counts an answer to a client's message.
     *
     * @param took the time from receipt to answer
     */
    public void answered(ErrorCode code, Duration took) {
        LongAdder adder = answers.get(code);
        if (adder != null) {
            adder.increment();
        }
        answerNanos.add(Math.max(0, took.toNanos()));
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
        return new MessageTotals(answers(), failed, answerNanos.sum(), cpuNanos);
    }

    @Override
    public List<Metric> metrics() {
        List<Metric> metrics = new ArrayList<>();
        answers.forEach((code, count) -> metrics.add(
                Metric.counter("messages_answered_total", "Answered messages, by the code of the answer.", count.sum())
                        .with("code", Integer.toString(code.code()))));
        metrics.add(Metric.counter(
                "message_answer_seconds_total", "Sum of the times from receipt to answer.", answerNanos.sum() / 1e9));
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
