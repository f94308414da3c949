package io.mychat.gateway.redis.chat.record;

import java.util.Optional;

/**
 * What tells an entry of an inbox from any other that stood, or will stand, at its number: a fail-over that loses a
 * tail lets numbers be given again.
 *
 * @param number of the entry
 * @param text as the scripts write it: number, arrival (ms of the server's clock) and message id; of an entry of
 *     which only the number is known, that alone
 */
public record EntryStamp(long number, String text) {

    /** Nothing was seen. */
    public static final EntryStamp NONE = new EntryStamp(0, "");

    private static final int PARTS = 3;

    public static EntryStamp of(long number, long arrivalMillis, String messageId) {
        return new EntryStamp(number, number + " " + arrivalMillis + " " + messageId);
    }

    public static EntryStamp ofNumber(long number) {
        return number == 0 ? NONE : new EntryStamp(number, Long.toString(number));
    }

    /** Reads what a script has written; of anything else the number counts, which the script has said too. */
    public static EntryStamp read(long number, String text) {
        return arrival(text).isPresent() && text.startsWith(number + " ")
                ? new EntryStamp(number, text)
                : ofNumber(number);
    }

    /** Whether more than the number is known. */
    public boolean isWhole() {
        return text.indexOf(' ') > 0;
    }

    /** When it came there (ms of the server's clock); 0 when that is unknown. */
    public long arrivalMillis() {
        return arrival(text).orElse(0L);
    }

    private static Optional<Long> arrival(String text) {
        String[] parts = text.split(" ", PARTS);
        try {
            return parts.length == PARTS ? Optional.of(Long.parseLong(parts[1])) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
