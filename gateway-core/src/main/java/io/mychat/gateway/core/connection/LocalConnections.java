package io.mychat.gateway.core.connection;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * This node's open connections by session id, and its bound connections by user. Thread-safe: each user's list is
 * replaced, never changed. A connection is known from its opening to its end, so that a login which displaces another
 * one finds it in every state.
 */
final class LocalConnections {

    private final Map<String, ClientConnection> bySession = new ConcurrentHashMap<>();
    private final Map<String, List<ClientConnection>> byUser = new ConcurrentHashMap<>();
    private final Object none = new Object();

    void add(ClientConnection client) {
        bySession.put(client.id(), client);
    }

    void remove(ClientConnection client) {
        bySession.remove(client.id(), client);
    }

    void bind(String userId, ClientConnection client) {
        byUser.merge(userId, List.of(client), LocalConnections::concat);
    }

    void unbind(String userId, ClientConnection client) {
        byUser.computeIfPresent(userId, (id, clients) -> without(clients, client));
    }

    @Nullable
    ClientConnection get(String sessionId) {
        return bySession.get(sessionId);
    }

    /** All open connections; a live view. */
    Collection<ClientConnection> all() {
        return Collections.unmodifiableCollection(bySession.values());
    }

    List<ClientConnection> of(String userId) {
        return byUser.getOrDefault(userId, List.of());
    }

    /** Wakes {@link #awaitNone} when no connection is left. */
    void notifyIfNone() {
        if (bySession.isEmpty()) {
            synchronized (none) {
                none.notifyAll();
            }
        }
    }

    /** Waits until no connection is open; false when that takes longer. */
    boolean awaitNone(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        synchronized (none) {
            while (!bySession.isEmpty()) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return false;
                }
                none.wait(left);
            }
            return true;
        }
    }

    private static @Nullable List<ClientConnection> without(List<ClientConnection> clients, ClientConnection client) {
        if (clients.size() == 1) {
            return clients.get(0) == client ? null : clients;
        }
        return clients.stream().filter(other -> other != client).toList();
    }

    private static List<ClientConnection> concat(List<ClientConnection> some, List<ClientConnection> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }
}
