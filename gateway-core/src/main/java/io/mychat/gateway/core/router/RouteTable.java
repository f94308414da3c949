package io.mychat.gateway.core.router;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All routes at one moment. Immutable. */
final class RouteTable {

    /** Multiplied with a command, its highest bits say the slot (Fibonacci hashing). */
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

    /** The commands with a route of their own, each at its slot or in the next free one behind; 0: free. */
    private final long[] commands;

    private final @Nullable Route[] routes;
    private final int shift;
    private final List<NavigableMap<Long, Range>> layers;

    /**
     * @param layers ranges; those of the first layer take precedence over those of the next
     */
    RouteTable(Map<Long, Route> exact, List<List<Range>> layers) {
        // At most half full, so that a search ends soon.
        int bits = Math.max(1, Long.SIZE - Long.numberOfLeadingZeros(exact.size()) + 1);
        this.commands = new long[1 << bits];
        this.routes = new Route[1 << bits];
        this.shift = Long.SIZE - bits;
        exact.forEach((command, route) -> {
            int slot = slot(command);
            commands[slot] = command;
            routes[slot] = route;
        });
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

    /** Where the command is, or would be. */
    private int slot(long command) {
        int slot = (int) ((command * SPREAD) >>> shift);
        while (commands[slot] != 0 && commands[slot] != command) {
            slot = (slot + 1) & (commands.length - 1);
        }
        return slot;
    }

    /** The route of the command id, else of a range that contains it, else null. */
    @Nullable
    Route find(long cmdId) {
        Route route = routes[slot(cmdId)];
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
