package io.mychat.gateway.core.inbox;

import io.mychat.gateway.core.codec.ServerMessage;
import io.mychat.gateway.spi.chat.InboxEntry;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An entry that has arrived in the inbox of a user. The feeds of the user's sessions share it, and so the message that it
 * becomes. Thread-safe: this object's lock guards the message.
 */
final class InboxArrival {

    private final String epoch;
    private final InboxEntry entry;
    private final boolean toOne;
    private @Nullable ServerMessage message;

    /** @param toOne whether only one session has a feed, as far as is known */
    InboxArrival(String epoch, InboxEntry entry, boolean toOne) {
        this.epoch = epoch;
        this.entry = entry;
        this.toOne = toOne;
    }

    String epoch() {
        return epoch;
    }

    InboxEntry entry() {
        return entry;
    }

    boolean isToOne() {
        return toOne;
    }

    /** The message to a session that has had everything before. */
    synchronized ServerMessage message(Supplier<ServerMessage> maker) {
        ServerMessage made = message;
        if (made == null) {
            made = maker.get();
            message = made;
        }
        return made;
    }
}
