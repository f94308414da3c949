package io.mychat.gateway.core.processor;

import io.mychat.gateway.core.config.ProcessingConfig;

/**
 * CoroProcessingOptions of specification 10.3: the bounds of processing (protocol.md 1.5).
 *
 * @param maxConcurrentTasks the most handlers that run at the same time, over all sessions
 * @param taskQueueSize the most messages that wait for a handler, over all sessions; further ones are answered with 503
 * @param sessionQueueMessages the most messages of one session that wait; at this bound its socket is no longer read
 * @param sessionQueueBytes the most bytes of one session's messages that wait; at this bound its socket is no longer
 *     read
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
