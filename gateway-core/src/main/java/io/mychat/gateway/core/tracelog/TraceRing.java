package io.mychat.gateway.core.tracelog;

import java.util.ArrayDeque;
import java.util.List;
import java.util.function.IntSupplier;

/** The recorded events of one node, oldest first. Thread-safe: this object's lock guards the events. */
final class TraceRing {

    private final IntSupplier most;
    private final ArrayDeque<Kept> events = new ArrayDeque<>();
    private long recorded;
    private long overwritten;

    private record Kept(TraceEvent event, long nanoTime) {}

    /** @param most how many events are kept; the oldest goes first */
    TraceRing(IntSupplier most) {
        this.most = most;
    }

    synchronized void add(TraceEvent event, long nanoTime) {
        events.add(new Kept(event, nanoTime));
        recorded++;
        while (events.size() > most.getAsInt()) {
            events.remove();
            overwritten++;
        }
    }

    /** Drops the events that were recorded before; returns whether some are left. */
    synchronized boolean dropBefore(long nanoTime) {
        events.removeIf(kept -> kept.nanoTime() - nanoTime < 0);
        return !events.isEmpty();
    }

    synchronized List<TraceEvent> all() {
        return events.stream().map(Kept::event).toList();
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
