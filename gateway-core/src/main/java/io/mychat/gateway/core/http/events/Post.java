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
    private int from;
    private int end;

    Post(EnvelopeList messages) {
        this.messages = messages;
        this.from = messages.first();
        this.end = messages.end(from);
    }

    boolean isTaken() {
        return taken == messages.size();
    }

    /** Where the message that the session takes next begins. */
    int from() {
        return from;
    }

    /** The length of that message, in bytes. */
    int length() {
        return end - from;
    }

    void advance() {
        taken++;
        if (!isTaken()) {
            from = messages.next(end);
            end = messages.end(from);
        }
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
