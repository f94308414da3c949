package io.mychat.gateway.core.watch;

import io.mychat.gateway.spi.event.HealthIndicator.Status;
import java.util.Optional;

/** One thing that must not stand still. Called by the watchdog's thread only. */
public interface LivenessCheck {

    /** In lower case with underscores: the health answer and the metrics show it. */
    String name();

    /**
     * Looks at it. Must not block.
     *
     * @return what is wrong, as the end of a sentence that begins with the name; empty: nothing
     */
    Optional<String> fault();

    /** Tries to get it going again. May take a moment. Called only while there is a fault, and ever more rarely. */
    default Repair repair() {
        return Repair.NONE;
    }

    /** How the gateway is while this has a fault. */
    default Status severity() {
        return Status.DEGRADED;
    }

    /** Lets go of what a look has begun; there will be no other. */
    default void forget() {}

    /** What came of a try. */
    sealed interface Repair {

        Repair NONE = new None();

        /** Nothing that the gateway could do would help. */
        record None() implements Repair {}

        /**
         * Whether it helped shows at the next look.
         *
         * @param what what was done, as a sentence's end: "was opened again"
         */
        record Tried(String what) implements Repair {}

        /** @param why for people */
        record Failed(String why) implements Repair {}
    }
}
