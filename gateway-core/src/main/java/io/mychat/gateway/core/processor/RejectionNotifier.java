package io.mychat.gateway.core.processor;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells tasks that they are refused: one after the other, and never from within one that is being told, since that may go
 * on with what waits behind it and find others that are to be refused. This object's lock guards the queue and is not held
 * while a task is told.
 */
final class RejectionNotifier {

    private static final Logger log = LoggerFactory.getLogger(RejectionNotifier.class);

    private final Deque<TaskRunner.Task> waiting = new ArrayDeque<>(0);
    private boolean telling;

    synchronized void add(TaskRunner.Task task) {
        waiting.add(task);
    }

    /** Tells those that wait, unless another thread does, or this one further up. */
    void tell() {
        for (TaskRunner.Task task = begin(); task != null; task = begin()) {
            try {
                task.refused();
            } catch (Throwable e) {
                log.error("A message that found no thread could not be answered", e);
            } finally {
                end();
            }
        }
    }

    private synchronized TaskRunner.@Nullable Task begin() {
        TaskRunner.Task task = telling ? null : waiting.poll();
        telling |= task != null;
        return task;
    }

    private synchronized void end() {
        telling = false;
    }
}
