package io.mychat.gateway.core.cluster;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tells what was heard before: a bus may deliver a message twice. Remembers the latest only. Thread-safe: one lock over one
 * step.
 */
final class DuplicateFilter {

    private static final int REMEMBERED = 1000;

    private final Map<Heard, Boolean> latest = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Heard, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };

    private record Heard(String fromNode, Object what) {}

    /**
     * Remembers a message.
     *
     * @param what something small that no other message of that node has
     * @return whether it is the first time
     */
    synchronized boolean isFirst(String fromNode, Object what) {
        return latest.put(new Heard(fromNode, what), true) == null;
    }
}
