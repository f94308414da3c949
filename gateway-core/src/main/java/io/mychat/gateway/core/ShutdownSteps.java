package io.mychat.gateway.core;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An end that comes in steps, each of which is taken whatever became of the others. Used by one thread. */
final class ShutdownSteps {

    private static final Logger log = LoggerFactory.getLogger(ShutdownSteps.class);

    /** One step; may throw anything. */
    interface Step {
        void take() throws Exception;
    }

    private ShutdownSteps() {}

    /**
     * Takes a step. What it throws is logged and no more: nobody could do anything about it, and the next step must come.
     *
     * @param what for people, as a sentence's beginning: "The HTTP port"
     */
    static void step(String what, Step step) {
        try {
            step.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            log.warn("{}: the wait for it was interrupted; the stop goes on", what);
        } catch (Throwable e) { // the next step must come
            log.error("{} could not be ended in good order; the stop goes on", what, e);
        }
    }
}
