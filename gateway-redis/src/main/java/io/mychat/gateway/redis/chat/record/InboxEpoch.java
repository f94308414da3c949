package io.mychat.gateway.redis.chat.record;

/** Compares epochs of one inbox. An epoch starts with its start time in milliseconds. */
public final class InboxEpoch {

    private static final int DIGITS = 13;

    private InboxEpoch() {}

    /** Whether the one began before the other; false where one of the two does not say. */
    public static boolean isBefore(String one, String other) {
        long first = begun(one);
        long second = begun(other);
        return first > 0 && second > 0 && first < second;
    }

    private static long begun(String epoch) {
        if (epoch.indexOf('-') != DIGITS) {
            return 0;
        }
        try {
            return Long.parseLong(epoch.substring(0, DIGITS));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
