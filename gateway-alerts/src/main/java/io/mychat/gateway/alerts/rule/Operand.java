package io.mychat.gateway.alerts.rule;

import io.mychat.gateway.spi.event.Metric;
import java.time.Duration;
import java.util.Map;

/**
 * One side of a condition: which samples of a metric are read, and what is made of them.
 *
 * @param labels that the samples have, perhaps among others
 * @param window what a change is measured over; zero for {@link Change#NONE}
 */
record Operand(Combination combination, Change change, String metric, Map<String, String> labels, Duration window) {

    /** What becomes of several samples. */
    enum Combination {
        /** Each of them is compared by itself. */
        NONE,
        SUM,
        MAX,
        MIN
    }

    /** What is read of a sample. */
    enum Change {
        /** The value itself. */
        NONE,
        /** By how much a counter has risen within the window. */
        INCREASE,
        /** The increase, for each second of the window. */
        RATE
    }

    boolean matches(Metric sample) {
        return labels.entrySet().stream()
                .allMatch(label -> label.getValue().equals(sample.labels().get(label.getKey())));
    }
}
