package io.mychat.gateway.core.rollout;

import io.mychat.gateway.core.cluster.MoveOrder.Room;
import io.mychat.gateway.core.cluster.NodeStatus;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Where clients are sent. Each client gets the addresses in another order, so that those who take the first one spread
 * over the nodes by their room.
 */
record ReconnectHints(List<Room> rooms) {

    /** The largest number of addresses in one notice. */
    static final int MOST = 16;

    static final ReconnectHints NONE = new ReconnectHints(List.of());

    private record Drawn(String url, double key) {}

    /** Keeps what can be told to a client. */
    ReconnectHints {
        rooms = rooms.stream().filter(room -> room.clients() > 0).toList();
    }

    /** Addresses with the same room each. */
    static ReconnectHints to(List<String> urls) {
        return new ReconnectHints(urls.stream().map(url -> new Room(url, 1)).toList());
    }

    /** The nodes that take new clients and have an address. */
    static ReconnectHints toNodes(List<NodeStatus> nodes) {
        return to(nodes.stream()
                .filter(NodeStatus::accepting)
                .flatMap(node -> node.publicUrl().stream())
                .distinct()
                .toList());
    }

    /** The addresses for one client. */
    List<String> draw(RandomGenerator random) {
        // Weighted sampling without replacement (Efraimidis and Spirakis 2006).
        return rooms.stream()
                .map(room -> new Drawn(room.url(), Math.log(1 - random.nextDouble()) / room.clients()))
                .sorted(Comparator.comparingDouble(Drawn::key).reversed())
                .limit(MOST)
                .map(Drawn::url)
                .toList();
    }
}
