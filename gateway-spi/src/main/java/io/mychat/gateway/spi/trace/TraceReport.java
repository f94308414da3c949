package io.mychat.gateway.spi.trace;

import java.time.Instant;
import java.util.List;

/**
 * What is known about a subject. It has no content of messages, and no secret.
 *
 * @param events oldest first
 * @param leftOut how many older events were left out
 * @param until when the recording ends
 * @param nodes the nodes that have answered, and those that have not
 * @param warnings what the answer lacks, for people
 * @since 0.1.0
 */
public record TraceReport(List<Event> events, long leftOut, Instant until, Nodes nodes, List<String> warnings) {

    public TraceReport {
        events = List.copyOf(events);
        warnings = List.copyOf(warnings);
    }

    /**
     * Something that has happened to the subject.
     *
     * @param node the node that has recorded it; {@code store}: the store knows it
     * @param what such as {@code accepted}, {@code stored}, {@code handed_on}, {@code delivered}, {@code acknowledged},
     *     {@code logged_in}, {@code kicked}, {@code closed}; a later release may have more
     * @param detail for people
     */
    public record Event(Instant at, String node, String what, Concerned concerned, String detail) {}

    /** Whom and what an event concerns; an empty text: nobody, nothing. */
    public record Concerned(String userId, String sessionId, String messageId) {}

    /**
     * The nodes of the cluster.
     *
     * @param missing nodes that live and have not answered in time
     */
    public record Nodes(List<String> answered, List<String> missing) {

        public Nodes {
            answered = List.copyOf(answered);
            missing = List.copyOf(missing);
        }
    }
}
