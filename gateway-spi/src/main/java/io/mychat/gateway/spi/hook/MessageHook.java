package io.mychat.gateway.spi.hook;

import java.time.Duration;
import java.time.Instant;

/**
 * Looks at messages before they are stored: of clients (2001), the host and back-ends. Thread-safe; may block.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface MessageHook {

    Verdict beforeStored(Outgoing message) throws Exception;

    /**
     * A message that is about to be stored.
     *
     * @param messageId its id, also when it is held
     * @param originSession the session that has sent it; empty: none
     * @param content as earlier hooks have left it
     */
    record Outgoing(
            String messageId, String fromUser, String toUser, String content, String originSession, Instant at) {

        /** Omits the content. */
        @Override
        public String toString() {
            return "Outgoing[" + messageId + ", " + fromUser + " to " + toUser + ", " + content.length()
                    + " characters]";
        }
    }

    /** The decision. */
    sealed interface Verdict {}

    /** The message goes on as it is. */
    record Pass() implements Verdict {}

    /**
     * The message goes on with other content.
     *
     * @param content not empty, at most {@code server.max_message_bytes}
     */
    record Change(String content) implements Verdict {

        public Change {
            if (content.isEmpty()) {
                throw new IllegalArgumentException("content must not be empty");
            }
        }
    }

    /**
     * The message is answered with 403.
     *
     * @param error the machine-readable reason, 1 to 64 characters
     * @param detail a sentence for the sender, at most 1000 characters
     */
    record Refuse(String error, String detail) implements Verdict {

        public Refuse {
            Refusals.check(error, detail);
        }
    }

    /**
     * The message is held back on this node, and its sender gets 200 with the status {@code held}. {@link
     * io.mychat.gateway.spi.chat.Chats#release} stores or drops it; after the time it is dropped, and so it is when the
     * gateway stops or crashes. Hooks behind this one see it when it is released.
     *
     * @param atMost the longest time, positive; {@code messages.max_hold_seconds} limits it
     */
    record Hold(Duration atMost) implements Verdict {

        public Hold {
            if (atMost.isNegative() || atMost.isZero()) {
                throw new IllegalArgumentException("atMost must be positive: " + atMost);
            }
        }
    }
}
