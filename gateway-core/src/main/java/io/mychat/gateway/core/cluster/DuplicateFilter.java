package io.mychat.gateway.core.cluster;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Detects messages that a bus delivers twice. Remembers only the latest messages. Thread-safe: one lock guards each
 * step.
 */
final class DuplicateFilter {

    private static final int REMEMBERED = 1000;

    private final Map<MessageKey, Boolean> latest = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<MessageKey, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };

    private record MessageKey(String fromNode, Object what) {}

    /**
     * Remembers a message.
     *
     * @param what a small key that is unique among the messages of the node
     * @return whether the message is new
     */
    synchronized boolean isFirst(String fromNode, Object what) {
        return latest.put(new MessageKey(fromNode, what), true) == null;
    }
}
