package io.mychat.gateway.core.tracelog;

import java.util.List;

/**
 * What one node has recorded about a subject.
 *
 * @param events oldest first
 * @param leftOut how many older events were left out
 */
public record NodeTrace(String node, List<TraceEvent> events, long leftOut) {

    public NodeTrace {
        events = List.copyOf(events);
    }

    /** The newest events, at most so many. */
    static NodeTrace newest(String node, List<TraceEvent> events, int most) {
        int left = Math.max(0, events.size() - most);
        return new NodeTrace(node, events.subList(left, events.size()), left);
    }
}
