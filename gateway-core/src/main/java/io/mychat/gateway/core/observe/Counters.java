package io.mychat.gateway.core.observe;

import io.mychat.gateway.spi.message.ErrorCode;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts what the gateway answers. Thread-safe, cheap to write. */
public final class Counters {

    private final Map<ErrorCode, LongAdder> answers = new EnumMap<>(ErrorCode.class);
    private final LongAdder answerNanos = new LongAdder();

    public Counters() {
        for (ErrorCode code : ErrorCode.values()) {
            answers.put(code, new LongAdder());
        }
    }

    /**
     * Notes an answer to a client's message.
     *
     * @param took from its receipt to its answer
     */
    public void answered(ErrorCode code, Duration took) {
        LongAdder adder = answers.get(code);
        if (adder != null) {
            adder.increment();
        }
        answerNanos.add(Math.max(0, took.toNanos()));
    }

    /** How many messages were answered with the code since the start. */
    public long answers(ErrorCode code) {
        LongAdder adder = answers.get(code);
        return adder == null ? 0 : adder.sum();
    }

    /** How many messages were answered since the start. */
    public long answers() {
        return answers.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /** The mean time from receipt to answer since the start. */
    public Duration meanAnswerTime() {
        long count = answers();
        return count == 0 ? Duration.ZERO : Duration.ofNanos(answerNanos.sum() / count);
    }
}
