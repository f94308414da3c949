package io.mychat.gateway.client;

import io.mychat.gateway.client.port.Timers;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A clock that stands until it is moved, and a queue that runs on the thread of the test. */
final class ManualTimers implements Timers {

    private long time = 1_700_000_000_000L;
    private long next;
    private final Map<Long, Task> tasks = new LinkedHashMap<>();
    private final Deque<Runnable> ready = new ArrayDeque<>();
    private boolean running;

    private record Task(long id, long at, Runnable run) {}

    @Override
    public long now() {
        return time;
    }

    @Override
    public Runnable setTimeout(Runnable task, long ms) {
        long id = next++;
        tasks.put(id, new Task(id, time + ms, task));
        return () -> tasks.remove(id);
    }

    @Override
    public void execute(Runnable task) {
        ready.add(task);
        if (!running) {
            running = true;
            while (!ready.isEmpty()) {
                ready.remove().run();
            }
            running = false;
        }
    }

    /** How many timers are set. */
    int pending() {
        return tasks.size();
    }

    /** Moves the clock from timer to timer. */
    void advance(long ms) {
        long end = time + ms;
        for (Optional<Task> due = due(end); due.isPresent(); due = due(end)) {
            time = Math.max(time, due.get().at());
            tasks.remove(due.get().id());
            due.get().run().run();
        }
        time = end;
    }

    private Optional<Task> due(long end) {
        return tasks.values().stream()
                .filter(task -> task.at() <= end)
                .min(Comparator.comparingLong(Task::at).thenComparingLong(Task::id));
    }

    /** The computer sleeps, or somebody sets the clock: it moves, and the timers do not. */
    void sleep(long ms) {
        time += ms;
        tasks.replaceAll((id, task) -> new Task(id, task.at() + ms, task.run()));
    }
}
