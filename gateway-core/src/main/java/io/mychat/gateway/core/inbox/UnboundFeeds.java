package io.mychat.gateway.core.inbox;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Feeds of clients that are being bound, by user: the connections do not know yet whose these are. As many as logins in progress.
 * Thread-safe.
 */
final class UnboundFeeds {

    private final Map<String, List<InboxFeed>> byUser = new ConcurrentHashMap<>();

    void add(String userId, InboxFeed feed) {
        byUser.merge(
                userId,
                List.of(feed),
                (some, one) -> Stream.concat(some.stream(), one.stream()).toList());
    }

    void remove(String userId, InboxFeed feed) {
        byUser.computeIfPresent(userId, (user, some) -> {
            List<InboxFeed> left = some.stream().filter(one -> one != feed).toList();
            return left.isEmpty() ? null : left;
        });
    }

    List<InboxFeed> of(String userId) {
        return byUser.getOrDefault(userId, List.of());
    }

    List<InboxFeed> all() {
        return byUser.values().stream().flatMap(List::stream).toList();
    }
}
