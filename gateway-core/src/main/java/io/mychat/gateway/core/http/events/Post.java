package io.mychat.gateway.core.http.events;

import io.mychat.gateway.spi.time.TimeSource;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one request, on their way into a session. Its fields belong to the calls of {@link SerialCalls}, but for
 * the outcome.
 */
final class Post {

    /** How a request ends. */
    enum Ending {
        /** The session has taken all messages. */
        TAKEN,
        /** The session had no room in time: it has not taken the rest. */
        NO_ROOM,
        /** The session has ended: it has not taken the rest. */
        SESSION_ENDED
    }

    /** @param taken the messages that the session has taken */
    record Outcome(Ending ending, int taken) {}

    final EnvelopeList messages;
    final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    TimeSource.@Nullable Timer deadline;
    private int taken;

    Post(EnvelopeList messages) {
        this.messages = messages;
    }

    boolean isTaken() {
        return taken == messages.size();
    }

    /** The message that the session takes next. */
    int next() {
        return taken;
    }

    void advance() {
        taken++;
    }

    /** Ends the request; what is left of it is dropped. */
    void end(Ending ending) {
        TimeSource.Timer timer = deadline;
        if (timer != null) {
            timer.cancel();
        }
        outcome.complete(new Outcome(ending, taken));
    }
}
