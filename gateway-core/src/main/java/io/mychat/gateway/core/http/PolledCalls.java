package io.mychat.gateway.core.http;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which of the calls that are repeated all the time (see {@link Endpoint#polled}) are new: an open console and Prometheus
 * would fill the audit otherwise. Bounded: past the bound the oldest is forgotten, and its caller has a line too many.
 * Thread-safe.
 */
final class PolledCalls {

    private static final long INTERVAL = Duration.ofHours(1).toNanos();
    private static final int MAX_CALLS = 1024;

    private final Map<String, Long> noted = new LinkedHashMap<>();

    /**
     * Notes a call.
     *
     * @param call who calls what
     * @param now in nanoseconds, of a clock that never goes back
     * @return whether the same call was not noted within the last hour
     */
    synchronized boolean isNew(String call, long now) {
        Long before = noted.get(call);
        if (before != null && now - before < INTERVAL) {
            return false;
        }
        // In the order of the notes, so that the first is the oldest.
        noted.remove(call);
        noted.put(call, now);
        if (noted.size() > MAX_CALLS) {
            noted.remove(noted.keySet().iterator().next());
        }
        return true;
    }
}
