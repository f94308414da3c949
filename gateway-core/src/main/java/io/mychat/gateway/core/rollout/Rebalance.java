package io.mychat.gateway.core.rollout;

import io.mychat.gateway.core.cluster.MoveOrder;
import io.mychat.gateway.core.connection.ClientConnection;
import io.mychat.gateway.core.connection.ConnectionManager;
import io.mychat.gateway.core.rollout.Departures.Cause;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * The share of this node in a rebalance: the oldest connections leave first, so that nobody is moved again before all
 * others were. Used by one thread at a time.
 */
final class Rebalance {

    private final Departures departures;
    private final ReconnectHints hints;
    private final int target;
    private final int perSecond;
    private final Deque<ClientConnection> candidates;
    private int left;

    private record Aged(ClientConnection client, Duration age) {}

    /** @param minAge younger connections stay */
    Rebalance(ConnectionManager connections, Departures departures, MoveOrder order, Duration minAge) {
        this.departures = departures;
        this.hints = new ReconnectHints(order.rooms());
        this.target = order.target();
        List<ClientConnection> old = connections.connections().stream()
                .filter(client -> !client.isDeparting() && client.session().isPresent())
                // An age of one moment: comparisons must not change while they are made.
                .map(client -> new Aged(client, client.age()))
                .filter(aged -> aged.age().compareTo(minAge) >= 0)
                .sorted(Comparator.comparing(Aged::age).reversed())
                .map(Aged::client)
                .toList();
        this.candidates = new ArrayDeque<>(old);
        this.left = Math.max(0, Math.min(old.size(), departures.staying() - target));
        this.perSecond = (int) Math.max(1, (long) order.perSecond() * left / order.toMove());
    }

    /** The clients that still have to leave. */
    int left() {
        return left;
    }

    /**
     * Tells the clients of one step.
     *
     * @return whether there is more to do
     */
    boolean step(Duration period) {
        int now = Math.min(Math.min(left, perSecond), departures.staying() - target);
        if (now <= 0) {
            left = 0;
            return false;
        }
        Iterator<ClientConnection> oldest = candidates.iterator();
        while (now > 0 && oldest.hasNext()) {
            ClientConnection client = oldest.next();
            oldest.remove();
            if (departures.tell(client, period, hints, Cause.REBALANCE)) {
                now--;
                left--;
            }
        }
        left = Math.min(left, candidates.size());
        return left > 0;
    }
}
