package io.mychat.gateway.redis.chat.record;

import java.util.Optional;

/**
 * Identifies an entry of an inbox. Its number alone is not enough, because numbers are used again after a fail-over
 * that loses a tail.
 *
 * @param number the number of the entry
 * @param text the form of the scripts: number, arrival (ms of the server's clock) and message id; only the number when
 *     the rest is unknown
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

    /** The time of its arrival (ms of the server's clock); 0 when it is unknown. */
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
