package io.mychat.gateway.core;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the steps of a shutdown; the failure of one step does not affect the others. Used by one thread. */
final class ShutdownSteps {

    private static final Logger log = LoggerFactory.getLogger(ShutdownSteps.class);

    /** One step; may throw anything. */
    interface Step {
        void take() throws Exception;
    }

    private ShutdownSteps() {}

    /**
     * Runs a step. An exception is only logged, so that the next step runs.
     *
     * @param what the subject of the log sentence, such as "The HTTP port"
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
