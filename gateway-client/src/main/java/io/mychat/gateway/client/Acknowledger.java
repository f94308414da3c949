package io.mychat.gateway.client;

import io.mychat.gateway.client.data.Position;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Knows up to where messages have been processed, and tells it in few words. */
final class Acknowledger {

    private final Environment environment;
    private final long delayMs;
    private final Predicate<Position> tell;
    private @Nullable Position processed;
    private @Nullable Position told;
    private Environment.@Nullable Timer timer;

    /** @param tell returns whether it could be told */
    Acknowledger(Environment environment, long delayMs, Predicate<Position> tell) {
        this.environment = environment;
        this.delayMs = delayMs;
        this.tell = tell;
    }

    /** Up to here the application has processed the messages. */
    @Nullable
    Position processed() {
        return processed;
    }

    /** Messages count as processed up to here, going forward only. */
    void advance(Position position) {
        if (processed == null
                || !processed.epoch().equals(position.epoch())
                || position.lastSeq() > processed.lastSeq()) {
            processed = position;
            soon();
        }
    }

    /** A login: the gateway may not have heard the last words, or it is the one that has told the position. */
    void loggedIn(@Nullable Position position) {
        told = position;
        if (processed == null || !processed.isKnown()) {
            processed = position; // one without an epoch is of the connection that has ended
        }
        soon();
    }

    void reset(@Nullable Position position) {
        processed = position;
        told = null;
    }

    private void soon() {
        if (processed != null && !processed.equals(told) && timer == null) {
            timer = environment.after(delayMs, this::now);
        }
    }

    void now() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        if (processed != null && !processed.equals(told) && tell.test(processed)) {
            told = processed;
        }
    }
}
