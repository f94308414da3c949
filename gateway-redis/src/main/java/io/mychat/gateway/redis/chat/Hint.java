package io.mychat.gateway.redis.chat;

import io.mychat.gateway.spi.chat.InboxEntry;
import java.util.Optional;

/**
 * What the inbox's script says to the gateways where its user is logged in: one line each for the format's version, user,
 * epoch, number, message id and number in the chat; then the record.
 */
record Hint(String userId, String epoch, InboxEntry entry) {

    private static final String VERSION = "1";
    private static final int PARTS = 7;

    /** Reads a hint; empty when it is none, or of a version that this release does not know. */
    static Optional<Hint> parse(String text) {
        String[] parts = text.split("\n", PARTS);
        if (parts.length != PARTS || !parts[0].equals(VERSION)) {
            return Optional.empty();
        }
        try {
            long number = Long.parseLong(parts[3]);
            long chatNumber = Long.parseLong(parts[5]);
            return MessageRecord.parse(parts[6])
                    .map(record -> new InboxEntry(number, record.message(parts[4], chatNumber), record.originSession()))
                    .map(entry -> new Hint(parts[1], parts[2], entry));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
