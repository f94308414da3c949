package io.mychat.gateway.core.connection;

import io.mychat.gateway.core.collection.ConcurrentKeyedBag;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * This node's open connections by session id, and its bound connections by user. Thread-safe. A connection is known from its
 * opening to its end, so that a login which displaces another one finds it in every state.
 */
final class LocalConnections {

    private final ConcurrentKeyedBag<String, ClientConnection> bySession =
            new ConcurrentKeyedBag<>(ClientConnection::id);
    private final ConcurrentKeyedBag<String, ClientConnection> byUser =
            new ConcurrentKeyedBag<>(ClientConnection::userId);
    private final Object none = new Object();

    void add(ClientConnection client) {
        bySession.change(client.id(), bag -> bag.add(client));
    }

    void remove(ClientConnection client) {
        bySession.change(client.id(), bag -> bag.remove(client));
    }

    /** Shows a connection under its user; once, when it has been bound. */
    void bind(ClientConnection client) {
        byUser.change(client.userId(), bag -> bag.add(client));
    }

    /** Takes a connection away from its user; does nothing when it is not there. */
    void unbind(ClientConnection client) {
        byUser.change(client.userId(), bag -> bag.remove(client));
    }

    @Nullable
    ClientConnection get(String sessionId) {
        return bySession.get(sessionId);
    }

    /** All open connections; a live view. */
    Collection<ClientConnection> all() {
        return bySession.values();
    }

    List<ClientConnection> of(String userId) {
        return byUser.all(userId);
    }

    /** Wakes {@link #awaitNone} when no connection is left. */
    void notifyIfNone() {
        if (bySession.size() == 0) {
            synchronized (none) {
                none.notifyAll();
            }
        }
    }

    /** Waits until no connection is open; false when that takes longer. */
    boolean awaitNone(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        synchronized (none) {
            while (bySession.size() > 0) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return false;
                }
                none.wait(left);
            }
            return true;
        }
    }
}
