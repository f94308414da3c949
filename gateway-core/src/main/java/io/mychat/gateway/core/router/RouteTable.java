package io.mychat.gateway.core.router;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All routes at one moment. Immutable. */
final class RouteTable {

    private final Map<Long, Route> exact;
    private final NavigableMap<Long, Range> ranges = new TreeMap<>();

    RouteTable(Map<Long, Route> exact, Iterable<Range> ranges) {
        this.exact = Map.copyOf(exact);
        for (Range range : ranges) {
            this.ranges.put(range.first(), range);
        }
    }

    /** The route of an exact command id, else of the range that holds it, else null. */
    @Nullable
    Route find(long cmdId) {
        Route route = exact.get(cmdId);
        if (route != null || ranges.isEmpty()) {
            return route;
        }
        Map.Entry<Long, Range> below = ranges.floorEntry(cmdId);
        return below != null && cmdId <= below.getValue().last()
                ? below.getValue().route()
                : null;
    }

    /** Commands from {@code first} to {@code last}, both included; ranges do not overlap. */
    record Range(long first, long last, Route route) {}
}
