package io.mychat.gateway.test;

import java.util.List;

/** The failures of several steps that all have to run. */
final class Failures {

    private Failures() {}

    /** Throws the first one with the others as suppressed exceptions; does nothing without any. */
    static void throwFirst(List<Throwable> failures) {
        if (failures.isEmpty()) {
            return;
        }
        Throwable first = failures.get(0);
        failures.stream().skip(1).filter(other -> other != first).forEach(first::addSuppressed);
        if (first instanceof Error error) {
            throw error;
        }
        if (first instanceof RuntimeException exception) {
            throw exception;
        }
        throw new IllegalStateException(first);
    }
}
