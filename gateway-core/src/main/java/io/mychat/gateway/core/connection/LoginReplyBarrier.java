package io.mychat.gateway.core.connection;

import io.mychat.gateway.spi.transport.SharedPayload;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * Holds messages to a session back until the reply to its login has been sent (protocol.md 1.1). This object's lock
 * guards the messages; it is not held during sends.
 */
final class LoginReplyBarrier {

    private final int maxBytes;
    private final Deque<SharedPayload> held = new ArrayDeque<>(0);
    private long bytes;
    private boolean open;

    /** The outcome of a message. */
    enum Outcome {
        HELD,
        /** There is no room for it. */
        FULL,
        /** The reply has left: send it. */
        OPEN
    }

    /** @param maxBytes the most bytes that are held */
    LoginReplyBarrier(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    synchronized Outcome hold(SharedPayload message) {
        if (open) {
            return Outcome.OPEN;
        }
        if (bytes + message.bytes().length > maxBytes) {
            return Outcome.FULL;
        }
        held.add(message);
        bytes += message.bytes().length;
        return Outcome.HELD;
    }

    /** Sends the held messages in order after the reply, and holds none from then on. */
    void open(Consumer<SharedPayload> sender) {
        for (List<SharedPayload> batch = next(); !batch.isEmpty(); batch = next()) {
            batch.forEach(sender);
        }
    }

    /** Opens when no message is left, so that no newer message overtakes a held one. */
    private synchronized List<SharedPayload> next() {
        List<SharedPayload> batch = List.copyOf(held);
        held.clear();
        bytes = 0;
        open = batch.isEmpty();
        return batch;
    }
}
