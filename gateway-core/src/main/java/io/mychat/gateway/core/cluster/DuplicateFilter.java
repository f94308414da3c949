package io.mychat.gateway.core.cluster;

import io.mychat.gateway.core.store.LruMap;

/**
 * Detects messages that a bus delivers twice. Remembers only the latest messages. Thread-safe: one lock guards each
 * step.
 */
final class DuplicateFilter {

    private static final int REMEMBERED = 1000;

    private final LruMap<MessageKey, Boolean> latest = new LruMap<>(REMEMBERED, dropped -> {});

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
