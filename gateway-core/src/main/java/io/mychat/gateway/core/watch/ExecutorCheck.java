package io.mychat.gateway.core.watch;

import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * Checks an executor or timer: it has to run a test task within a time. A fault needs two looks, so that a pause of the
 * whole process is not reported as one. This object's lock guards the pending test task.
 */
public final class ExecutorCheck extends StandstillCheck {

    private final Runner runner;
    private boolean asked;
    private Runnable cancel = () -> {};

    /** The executor or timer under test. */
    @FunctionalInterface
    public interface Runner {

        /**
         * Accepts a task for execution.
         *
         * @return an action that cancels the task, if that is possible
         * @throws RejectedExecutionException when it accepts no task, now or ever again
         */
        Runnable run(Runnable task);
    }

    /**
     * @param limit the time within which the task has to run
     */
    public ExecutorCheck(String name, Runner runner, Duration limit, Supplier<Repair> repair, TimeSource time) {
        super(name, () -> limit, repair, time);
        this.runner = runner;
    }

    @Override
    public Optional<String> fault() {
        synchronized (this) {
            if (asked) {
                return still(seconds -> "has not run a task for " + seconds + " s");
            }
            asked = true;
            moved();
        }
        try {
            // Without the lock: the task may run at once.
            Runnable back = runner.run(this::ran);
            synchronized (this) {
                cancel = back;
            }
            return Optional.empty();
        } catch (RejectedExecutionException e) {
            ran();
            return Optional.of("takes no tasks: " + (e.getCause() == null ? "it has ended" : e.getCause()));
        }
    }

    private synchronized void ran() {
        asked = false;
    }

    @Override
    public void forget() {
        Runnable back;
        synchronized (this) {
            back = cancel;
        }
        back.run();
    }
}
