package io.mychat.gateway.redis.chat;

import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Users whose inbox may get something behind this gateway's back: a call for it has failed and may still be carried out.
 * Safe for use by many threads; this object's monitor guards the map.
 */
final class UncertainInboxes {

    /** Beyond it Redis is away altogether, and all inboxes are looked at when it is back. */
    private static final int MAX_USERS = 10_000;

    private final TimeSource time;
    private final Duration age;
    private final Map<String, Long> since = new LinkedHashMap<>();

    /** @param age after which a call that was sent has been carried out, or is finished by a sweep */
    UncertainInboxes(TimeSource time, Duration age) {
        this.time = time;
        this.age = age;
    }

    /** Of several doubts about a user the last counts. */
    synchronized void add(String userId) {
        since.remove(userId);
        if (since.size() < MAX_USERS) {
            since.put(userId, time.nanoTime());
        }
    }

    /** Takes those out that are old enough. */
    synchronized List<String> takeDue() {
        List<String> due = new ArrayList<>();
        long now = time.nanoTime();
        Iterator<Map.Entry<String, Long>> oldestFirst = since.entrySet().iterator();
        while (oldestFirst.hasNext()) {
            Map.Entry<String, Long> doubt = oldestFirst.next();
            if (now - doubt.getValue() < age.toNanos()) {
                break;
            }
            due.add(doubt.getKey());
            oldestFirst.remove();
        }
        return due;
    }
}
