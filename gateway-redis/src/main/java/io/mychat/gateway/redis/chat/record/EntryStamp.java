package io.mychat.gateway.redis.chat.record;

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

    public static EntryStamp of(long number, long arrivalMillis, String messageId) {
        return new EntryStamp(number, number + " " + arrivalMillis + " " + messageId);
    }

    public static EntryStamp ofNumber(long number) {
        return number == 0 ? NONE : new EntryStamp(number, Long.toString(number));
    }

    /** Reads what a script has written; of anything else the number counts, which the script has said too. */
    public static EntryStamp read(long number, String text) {
        return arrival(text) >= 0 && text.startsWith(number + " ") ? new EntryStamp(number, text) : ofNumber(number);
    }

    /** Whether more than the number is known. */
    public boolean isWhole() {
        return text.indexOf(' ') > 0;
    }

    /** The time of its arrival (ms of the server's clock); 0 when it is unknown. */
    public long arrivalMillis() {
        return Math.max(0, arrival(text));
    }

    /** What stands between the first two blanks, or -1 where that is no time. */
    private static long arrival(String text) {
        int from = text.indexOf(' ') + 1;
        int to = text.indexOf(' ', from);
        try {
            return from == 0 || to < 0 ? -1 : Math.max(-1, Long.parseLong(text, from, to, 10));
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
