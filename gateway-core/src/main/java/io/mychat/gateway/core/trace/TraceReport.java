package io.mychat.gateway.core.trace;

import io.mychat.gateway.core.tracelog.TraceEvent;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * What is known about a subject.
 *
 * @param events oldest first, with the nodes that have recorded them
 * @param leftOut how many older events were left out
 * @param until when the recording ends
 * @param nodes the nodes that have answered, and those that have not
 * @param warnings what the answer lacks, for people
 */
public record TraceReport(List<NodeEvent> events, long leftOut, Instant until, Nodes nodes, List<String> warnings) {

    public TraceReport {
        events = List.copyOf(events);
        warnings = List.copyOf(warnings);
    }

    /** An event and the node that has recorded it; {@value StoreFacts#NODE}: the store knows it. */
    public record NodeEvent(String node, TraceEvent event) {}

    /** @param missing nodes that live and have not answered in time */
    public record Nodes(List<String> answered, List<String> missing) {

        static Nodes of(Collection<String> answered, Collection<String> missing) {
            return new Nodes(List.copyOf(answered), missing.stream().sorted().toList());
        }
    }
}
