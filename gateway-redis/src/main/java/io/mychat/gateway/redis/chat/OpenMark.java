package io.mychat.gateway.redis.chat;

import io.mychat.gateway.spi.chat.ChatId;
import java.util.Optional;

/**
 * Says that a message is in its chat, and not yet known to be in both inboxes.
 *
 * @param text as it is stored: chat, number, which of the two sends, time of arrival (ms), node
 */
record OpenMark(String text, ChatId chat, long number, long cameMillis) {

    private static final int PARTS = 5;

    /** Reads a mark; empty when the scripts cannot have written it. */
    static Optional<OpenMark> parse(String text) {
        String[] parts = text.split(" ", PARTS);
        if (parts.length != PARTS) {
            return Optional.empty();
        }
        try {
            long number = Long.parseLong(parts[1]);
            long came = Long.parseLong(parts[3]);
            return ChatId.parse(parts[0]).map(chat -> new OpenMark(text, chat, number, came));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
