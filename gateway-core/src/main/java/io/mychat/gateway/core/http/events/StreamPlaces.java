package io.mychat.gateway.core.http.events;

import io.mychat.gateway.core.config.EventStreamConfig;
import java.util.function.Supplier;

/**
 * The places for streams. Those who show neither a token nor a ticket get only a part of them: they cost nothing, and
 * would otherwise keep everybody else out. Thread-safe: one lock over short steps.
 */
final class StreamPlaces {

    private final Supplier<EventStreamConfig> limits;
    private int taken;
    private int withoutToken;

    StreamPlaces(Supplier<EventStreamConfig> limits) {
        this.limits = limits;
    }

    /** @return false when there is none */
    synchronized boolean take(boolean hasToken) {
        if (taken >= limits.get().maxEventStreams()
                || (!hasToken && withoutToken >= limits.get().maxEventStreamsWithoutToken())) {
            return false;
        }
        taken++;
        withoutToken += hasToken ? 0 : 1;
        return true;
    }

    synchronized void free(boolean hasToken) {
        taken--;
        withoutToken -= hasToken ? 0 : 1;
    }

    synchronized int taken() {
        return taken;
    }

    synchronized int withoutToken() {
        return withoutToken;
    }
}
