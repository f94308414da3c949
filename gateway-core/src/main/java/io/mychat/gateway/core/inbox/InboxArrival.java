package io.mychat.gateway.core.inbox;

import io.mychat.gateway.spi.chat.InboxEntry;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An entry that has arrived in an inbox, for all feeds of its user: what their clients are sent is encoded once. Two feeds
 * that are first at the same time may both encode it. Thread-safe.
 */
final class InboxArrival {

    private final String epoch;
    private final InboxEntry entry;
    private volatile byte @Nullable [] encoded;

    InboxArrival(String epoch, InboxEntry entry) {
        this.epoch = epoch;
        this.entry = entry;
    }

    String epoch() {
        return epoch;
    }

    InboxEntry entry() {
        return entry;
    }

    /** The message for a client that lacks nothing before it; nobody changes it. */
    byte[] encoded(Supplier<byte[]> encoder) {
        byte[] message = encoded;
        if (message == null) {
            message = encoder.get();
            encoded = message;
        }
        return message;
    }
}
