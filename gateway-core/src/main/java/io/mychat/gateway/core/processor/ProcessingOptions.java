package io.mychat.gateway.core.processor;

import io.mychat.gateway.core.config.ProcessingConfig;

/**
 * The bounds of processing (specification 10.3, protocol.md 1.5).
 *
 * @param maxConcurrentTasks handlers that work at the same time, over all sessions
 * @param taskQueueSize messages that may wait for one, over all sessions; beyond it they are answered with 503
 * @param sessionQueueMessages messages of one session that may wait; then its socket is not read
 * @param sessionQueueBytes bytes of one session's messages that may wait; then its socket is not read
 */
public record ProcessingOptions(
        int maxConcurrentTasks, int taskQueueSize, int sessionQueueMessages, int sessionQueueBytes) {

    public static ProcessingOptions of(ProcessingConfig config) {
        return new ProcessingOptions(
                config.maxConcurrentTasks(),
                config.taskQueueSize(),
                config.sessionQueueMessages(),
                config.sessionQueueBytes());
    }
}
