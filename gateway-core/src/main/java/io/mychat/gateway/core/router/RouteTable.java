package io.mychat.gateway.core.router;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All routes at one moment. Immutable. */
final class RouteTable {

    private final Map<Long, Route> exact;
    private final List<NavigableMap<Long, Range>> layers;

    /**
     * @param layers ranges; those of the first layer take precedence over those of the next
     */
    RouteTable(Map<Long, Route> exact, List<List<Range>> layers) {
        this.exact = Map.copyOf(exact);
        this.layers = layers.stream()
                .filter(layer -> !layer.isEmpty())
                .map(RouteTable::sorted)
                .toList();
    }

    private static NavigableMap<Long, Range> sorted(List<Range> layer) {
        NavigableMap<Long, Range> sorted = new TreeMap<>();
        layer.forEach(range -> sorted.put(range.first(), range));
        return sorted;
    }

    /** The route of the command id, else of a range that contains it, else null. */
    @Nullable
    Route find(long cmdId) {
        Route route = exact.get(cmdId);
        if (route != null) {
            return route;
        }
        for (NavigableMap<Long, Range> ranges : layers) {
            Map.Entry<Long, Range> below = ranges.floorEntry(cmdId);
            if (below != null && cmdId <= below.getValue().last()) {
                return below.getValue().route();
            }
        }
        return null;
    }

    /** Commands from {@code first} to {@code last}, both included; ranges of one layer do not overlap. */
    record Range(long first, long last, Route route) {}
}
