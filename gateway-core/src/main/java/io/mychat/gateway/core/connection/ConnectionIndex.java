package io.mychat.gateway.core.connection;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** This node's bound connections by user. Thread-safe: each user's list is replaced, never changed. */
final class ConnectionIndex {

    private final Map<String, List<ClientConnection>> byUser = new ConcurrentHashMap<>();

    void add(String userId, ClientConnection client) {
        byUser.merge(userId, List.of(client), ConnectionIndex::concat);
    }

    void remove(String userId, ClientConnection client) {
        byUser.computeIfPresent(userId, (id, clients) -> without(clients, client));
    }

    List<ClientConnection> of(String userId) {
        return byUser.getOrDefault(userId, List.of());
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
