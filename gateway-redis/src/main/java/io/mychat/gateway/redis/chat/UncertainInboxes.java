package io.mychat.gateway.redis.chat;

import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Users whose inbox may change without this gateway's knowledge, because a call for it has failed and may still be
 * executed. Thread-safe; this object's monitor guards the map.
 */
final class UncertainInboxes {

    /** The most users. With more of them Redis is unavailable, and all inboxes are compared when it is back. */
    private static final int MAX_USERS = 10_000;

    private final TimeSource time;
    private final Duration age;
    private final Map<String, Long> since = new LinkedHashMap<>();

    /** @param age after which a call that was sent has been carried out, or is finished by a sweep */
    UncertainInboxes(TimeSource time, Duration age) {
        this.time = time;
        this.age = age;
    }

    /** The latest failure of a user counts. */
    synchronized void add(String userId) {
        since.remove(userId);
        if (since.size() < MAX_USERS) {
            since.put(userId, time.nanoTime());
        }
    }

    /** Takes the users whose failure is old enough. */
    synchronized List<String> takeDue() {
        List<String> due = new ArrayList<>();
        long now = time.nanoTime();
        Iterator<Map.Entry<String, Long>> oldestFirst = since.entrySet().iterator();
        while (oldestFirst.hasNext()) {
            Map.Entry<String, Long> entry = oldestFirst.next();
            if (now - entry.getValue() < age.toNanos()) {
                break;
            }
            due.add(entry.getKey());
            oldestFirst.remove();
        }
        return due;
    }
}
