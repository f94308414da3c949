package io.mychat.gateway.core.processor;

import io.mychat.gateway.core.threads.FaultBarrier;
import io.mychat.gateway.spi.event.RateLimitedLog;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notifies tasks of their refusal, one after the other and never nested: a notified task may start the session's next
 * message, and that may cause more refusals. This object's lock guards the queue and is not held while a task is
 * notified.
 */
final class RejectionNotifier {

    private static final Logger log = LoggerFactory.getLogger(RejectionNotifier.class);

    private final Deque<TaskRunner.Task> waiting = new ArrayDeque<>(0);
    private final RateLimitedLog failures = RateLimitedLog.inSystemTime(log::error);
    private boolean notifying;

    synchronized void add(TaskRunner.Task task) {
        waiting.add(task);
    }

    /** Notifies the tasks that wait, unless another thread does so, or this thread does so further up its stack. */
    void notifyTasks() {
        for (TaskRunner.Task task = begin(); task != null; task = begin()) {
            try {
                FaultBarrier.run(failures, "A message without a thread could not be answered", task::refused);
            } finally {
                end();
            }
        }
    }

    private synchronized TaskRunner.@Nullable Task begin() {
        TaskRunner.Task task = notifying ? null : waiting.poll();
        notifying |= task != null;
        return task;
    }

    private synchronized void end() {
        notifying = false;
    }
}
