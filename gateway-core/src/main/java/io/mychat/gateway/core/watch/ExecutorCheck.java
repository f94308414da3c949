package io.mychat.gateway.core.watch;

import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * Checks an executor or timer: it has to run a test task within a time. A fault needs two looks, so that a pause of the
 * whole process is not reported as one. This object's lock guards the pending test task.
 */
public final class ExecutorCheck implements LivenessCheck {

    private final String name;
    private final Runner runner;
    private final Duration limit;
    private final Supplier<Repair> repair;
    private final Stillness stillness;
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
        this.name = name;
        this.runner = runner;
        this.limit = limit;
        this.repair = repair;
        this.stillness = new Stillness(time);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<String> fault() {
        synchronized (this) {
            if (asked) {
                OptionalLong still = stillness.secondsBeyond(limit);
                return still.isPresent()
                        ? Optional.of("has not run a task for " + still.getAsLong() + " s")
                        : Optional.empty();
            }
            asked = true;
            stillness.moved();
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
    public Repair repair() {
        return repair.get();
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
