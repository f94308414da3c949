package io.mychat.gateway.redis.chat.record;

import io.mychat.gateway.spi.chat.ChatId;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Says that a message is in its chat, and not yet known to be in both inboxes.
 *
 * @param text the stored text: chat, number, sender (one of the two), time of arrival (ms), version of the format, node
 */
public record PendingDelivery(String text, ChatId chat, long number, long cameMillis) {

    private static final int PARTS = 6;
    private static final String VERSION = "v1";
    private static final Pattern ANY_VERSION = Pattern.compile("\\S+ \\d+ \\d \\d+ v\\d+ .*");

    /** Whether a text that cannot be read may be the mark of another release. */
    public static boolean isOfAnotherVersion(String text) {
        return ANY_VERSION.matcher(text).matches() && !text.split(" ", PARTS)[PARTS - 2].equals(VERSION);
    }

    /** Reads a mark; empty when the scripts of this release cannot have written it. */
    public static Optional<PendingDelivery> parse(String text) {
        String[] parts = text.split(" ", PARTS);
        if (parts.length != PARTS || !parts[4].equals(VERSION)) {
            return Optional.empty();
        }
        try {
            long number = Long.parseLong(parts[1]);
            long came = Long.parseLong(parts[3]);
            return ChatId.parse(parts[0]).map(chat -> new PendingDelivery(text, chat, number, came));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
