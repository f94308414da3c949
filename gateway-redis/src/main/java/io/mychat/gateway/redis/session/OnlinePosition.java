package io.mychat.gateway.redis.session;

import io.mychat.gateway.redis.client.Keys;

/**
 * A position in the online list, written as {@code <set>:<remaining sets>:<user>}. A set that does not answer is read
 * after all others.
 *
 * @param bucket the next set
 * @param after the last read user of this set; empty: none
 * @param toCome bits of the sets that are still to be read
 */
record OnlinePosition(int bucket, String after, int toCome) {

    private static final int ALL = (1 << Keys.ONLINE_BUCKETS) - 1;
    private static final int HEX = 16;

    static final OnlinePosition START = new OnlinePosition(0, "", ALL & ~1);

    OnlinePosition {
        if (bucket < 0 || bucket >= Keys.ONLINE_BUCKETS || (toCome & ~ALL) != 0 || (toCome & bit(bucket)) != 0) {
            throw new IllegalArgumentException("not a cursor of this list");
        }
    }

    /** @throws IllegalArgumentException when {@link #toString} has never written that */
    static OnlinePosition parse(String text) {
        String[] parts = text.split(":", 3);
        if (parts.length < 3) {
            throw new IllegalArgumentException("not a cursor of this list");
        }
        try {
            return new OnlinePosition(Integer.parseInt(parts[0]), parts[2], Integer.parseInt(parts[1], HEX));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a cursor of this list", e);
        }
    }

    OnlinePosition after(String user) {
        return new OnlinePosition(bucket, user, toCome);
    }

    /** Whether there is another set. */
    boolean hasNext() {
        return toCome != 0;
    }

    /** The beginning of the next set. */
    OnlinePosition next() {
        int next = Integer.numberOfTrailingZeros(toCome);
        return new OnlinePosition(next, "", toCome & ~bit(next));
    }

    /** Whether this set can be put off, and another one be read before: not when it is half read. */
    boolean canBePutOff(int alsoOff) {
        return after.isEmpty() && (toCome & ~alsoOff) != 0;
    }

    /**
     * The beginning of another set, with this one among those to come.
     *
     * @param alsoOff bits of sets that are put off, too
     */
    OnlinePosition putOff(int alsoOff) {
        int next = Integer.numberOfTrailingZeros(toCome & ~alsoOff);
        return new OnlinePosition(next, "", (toCome | bit(bucket)) & ~bit(next));
    }

    static int bit(int bucket) {
        return 1 << bucket;
    }

    @Override
    public String toString() {
        return bucket + ":" + Integer.toHexString(toCome) + ":" + after;
    }
}
