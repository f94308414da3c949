package io.mychat.gateway.redis.chat;

import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The newest entry that this gateway saw in each inbox that it used lately: an inbox that has less has lost something. Safe
 * for use by many threads; this object's monitor guards the map.
 */
final class KnownInboxes {

    private static final int MAX_INBOXES = 50_000;

    private final TimeSource time;
    private final Map<String, Known> byUser = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > MAX_INBOXES;
        }
    };

    KnownInboxes(TimeSource time) {
        this.time = time;
    }

    /**
     * An entry that was there.
     *
     * @param messageId empty when only the number is known
     */
    record Known(String epoch, long number, String messageId, long atNanos) {

        static final Known NOTHING = new Known("", 0, "", 0);
    }

    synchronized Known of(String userId) {
        return byUser.getOrDefault(userId, Known.NOTHING);
    }

    synchronized void saw(String userId, String epoch, long number, String messageId) {
        Known before = byUser.get(userId);
        if (before == null || !before.epoch().equals(epoch) || before.number() < number) {
            byUser.put(userId, new Known(epoch, number, messageId, time.nanoTime()));
        }
    }

    /** Whose inbox got a message from this gateway within that time. */
    synchronized List<String> appendedWithin(Duration span) {
        long now = time.nanoTime();
        List<String> users = new ArrayList<>();
        byUser.forEach((user, known) -> {
            if (!known.messageId().isEmpty() && now - known.atNanos() <= span.toNanos()) {
                users.add(user);
            }
        });
        return users;
    }
}
