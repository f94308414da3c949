package io.mychat.gateway.core.watch;

import io.mychat.gateway.spi.event.HealthIndicator.Status;
import java.util.Optional;

/** The check of one component that must make progress. Called by the watchdog's thread only. */
public interface LivenessCheck {

    /** The component's name, in lower case with underscores, as shown in the health answer and the metrics. */
    String name();

    /**
     * Checks the component. Must not block.
     *
     * @return the fault, as the end of a sentence that begins with the name; empty: none
     */
    Optional<String> fault();

    /**
     * Tries to repair the component. May take a moment. Called only while there is a fault, and less and less often.
     */
    default Repair repair() {
        return Repair.NONE;
    }

    /** The component's status while it has a fault. */
    default Status severity() {
        return Status.DEGRADED;
    }

    /** Releases what the checks hold. Called once, after the last check. */
    default void forget() {}

    /** The outcome of a repair. */
    sealed interface Repair {

        Repair NONE = new None();

        /** The gateway has no repair for the fault. */
        record None() implements Repair {}

        /**
         * A repair was made. The next check shows whether it helped.
         *
         * @param what the repair, as the end of a sentence: "was opened again"
         */
        record Tried(String what) implements Repair {}

        /** @param why the reason, for humans */
        record Failed(String why) implements Repair {}
    }
}
