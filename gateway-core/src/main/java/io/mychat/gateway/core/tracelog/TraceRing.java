package io.mychat.gateway.core.tracelog;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.IntSupplier;

/** The recorded events of one node, oldest first. Thread-safe: this object's lock guards the events. */
final class TraceRing {

    private final IntSupplier most;
    private final ArrayDeque<TraceEvent> events = new ArrayDeque<>();
    private long recorded;
    private long overwritten;

    /** @param most how many events are kept; the oldest goes first */
    TraceRing(IntSupplier most) {
        this.most = most;
    }

    synchronized void add(TraceEvent event) {
        events.add(event);
        recorded++;
        while (events.size() > most.getAsInt()) {
            events.remove();
            overwritten++;
        }
    }

    /** Drops the events before this time; returns whether some are left. */
    synchronized boolean dropBefore(Instant time) {
        events.removeIf(event -> event.at().isBefore(time));
        return !events.isEmpty();
    }

    synchronized List<TraceEvent> all() {
        return List.copyOf(events);
    }

    synchronized int size() {
        return events.size();
    }

    synchronized long recorded() {
        return recorded;
    }

    synchronized long overwritten() {
        return overwritten;
    }
}
