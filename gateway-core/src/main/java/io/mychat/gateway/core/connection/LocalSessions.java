package io.mychat.gateway.core.connection;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** This node's bound connections by user. Thread-safe: each user's list is replaced, never changed. */
final class LocalSessions {

    private final Map<String, List<ClientConnection>> byUser = new ConcurrentHashMap<>();

    void add(String userId, ClientConnection client) {
        byUser.merge(userId, List.of(client), LocalSessions::concat);
    }

    void remove(String userId, ClientConnection client) {
        byUser.computeIfPresent(userId, (id, clients) -> {
            List<ClientConnection> left =
                    clients.stream().filter(other -> other != client).toList();
            return left.isEmpty() ? null : left;
        });
    }

    List<ClientConnection> of(String userId) {
        return byUser.getOrDefault(userId, List.of());
    }

    private static List<ClientConnection> concat(List<ClientConnection> some, List<ClientConnection> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }
}
