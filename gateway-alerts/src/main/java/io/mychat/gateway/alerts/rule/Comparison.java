package io.mychat.gateway.alerts.rule;

import java.util.Arrays;
import java.util.Optional;

/** How a measured value is compared with a threshold. */
public enum Comparison {
    ABOVE(">"),
    AT_LEAST(">="),
    BELOW("<"),
    AT_MOST("<=");

    private final String sign;

    Comparison(String sign) {
        this.sign = sign;
    }

    static Optional<Comparison> of(String sign) {
        return Arrays.stream(values()).filter(one -> one.sign.equals(sign)).findFirst();
    }

    boolean holds(double value, double threshold) {
        return switch (this) {
            case ABOVE -> value > threshold;
            case AT_LEAST -> value >= threshold;
            case BELOW -> value < threshold;
            case AT_MOST -> value <= threshold;
        };
    }

    boolean isUpper() {
        return this == ABOVE || this == AT_LEAST;
    }

    @Override
    public String toString() {
        return sign;
    }
}
