package io.mychat.gateway.core.threads;

import io.mychat.gateway.spi.event.RateLimitedLog;
import java.util.function.Consumer;

/**
 * Runs code for a caller that must continue. Every exception of the code ends here and becomes a line of the log,
 * errors too: a thread that has no memory for a moment survives, and the bookkeeping behind the call is done. Nothing
 * here allocates before the code has been called.
 */
public final class FaultBarrier {

    private FaultBarrier() {}

    /**
     * Runs the action.
     *
     * @param log takes what the action throws; clients may be able to repeat that
     * @param failure the line of the log
     */
    public static void run(RateLimitedLog log, String failure, Runnable action) {
        try {
            action.run();
        } catch (Throwable e) { // the purpose of this class
            report(e, thrown -> log.log(failure, thrown));
        }
    }

    /**
     * Runs the action.
     *
     * @param report gets what the action throws
     */
    public static void run(Runnable action, Consumer<Throwable> report) {
        try {
            action.run();
        } catch (Throwable e) { // the purpose of this class
            report(e, report);
        }
    }

    /** Reports a failure. A report that fails itself is dropped: a log may need memory that is not there. */
    public static void report(Throwable failure, Consumer<Throwable> report) {
        try {
            report.accept(failure);
        } catch (Throwable e) { // not even the log works
            failure.addSuppressed(e);
        }
    }
}
