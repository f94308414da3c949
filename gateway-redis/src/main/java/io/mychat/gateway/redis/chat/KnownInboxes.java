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
    private long newestOwn;
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
     * What was there.
     *
     * @param number of the newest entry that was seen
     * @param ownId the message that this gateway put there last; empty when it put none
     * @param ownNumber where
     * @param ownNanos when it did
     */
    record Known(String epoch, long number, String ownId, long ownNumber, long ownNanos) {

        static final Known NOTHING = new Known("", 0, "", 0, 0);

        /** Where it is enough to know whether there is less. */
        Known withoutOwn() {
            return new Known(epoch, number, "", 0, 0);
        }
    }

    synchronized Known of(String userId) {
        return byUser.getOrDefault(userId, Known.NOTHING);
    }

    /** An entry was there. */
    synchronized void saw(String userId, String epoch, long number) {
        Known before = of(userId);
        if (!before.epoch().equals(epoch)) {
            byUser.put(userId, new Known(epoch, number, "", 0, 0));
        } else if (before.number() < number) {
            byUser.put(userId, new Known(epoch, number, before.ownId(), before.ownNumber(), before.ownNanos()));
        }
    }

    /** This gateway has put a message there. */
    synchronized void put(String userId, String epoch, long number, String messageId) {
        Known before = of(userId);
        if (!before.epoch().equals(epoch) || before.number() < number) {
            newestOwn = time.nanoTime();
            byUser.put(userId, new Known(epoch, number, messageId, number, newestOwn));
        }
    }

    /**
     * Whose inbox got a message from this gateway within that time before the newest: while Redis is away, however long, nothing
     * is put there and the time stands still.
     */
    synchronized List<String> appendedWithin(Duration span) {
        List<String> users = new ArrayList<>();
        byUser.forEach((user, known) -> {
            if (!known.ownId().isEmpty() && newestOwn - known.ownNanos() <= span.toNanos()) {
                users.add(user);
            }
        });
        return users;
    }
}
