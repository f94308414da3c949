package io.mychat.gateway.core.security.rate;

import io.mychat.gateway.core.security.rate.LimitsByRole.Limits;

/** The use of one user's quotas, in messages and in bytes. Thread-safe by this object's lock. */
final class UserQuota {

    private final String userId;
    private final TokenBucket messages;
    private final TokenBucket bytes;
    private LimitsByRole inEffect;
    /** The limits that applied to the last message. */
    private Limits limits;

    private boolean ended;

    /** The outcome for a message. */
    sealed interface Outcome {
        /** The message is within the quotas and has been counted. */
        record Allowed() implements Outcome {}

        /** The message exceeds a quota and has not been counted. */
        record Refused(Quota quota, long waitNanos) implements Outcome {}

        /** This object has been forgotten and no longer counts for the user. */
        record Ended() implements Outcome {}
    }

    /** The kinds of quotas. */
    enum Quota {
        MESSAGES,
        BYTES
    }

    private static final Outcome ALLOWED = new Outcome.Allowed();
    private static final Outcome ENDED = new Outcome.Ended();

    UserQuota(String userId, LimitsByRole inEffect, Limits limits, long now) {
        this.userId = userId;
        this.limits = limits;
        this.messages = new TokenBucket(now);
        this.bytes = new TokenBucket(now);
        this.inEffect = inEffect;
    }

    String userId() {
        return userId;
    }

    /**
     * Counts one message, in both buckets or in none.
     *
     * @param current the limits in effect; after a change, at most their bursts stay used
     * @param own the limits of the session's roles in {@code current}
     */
    synchronized Outcome take(LimitsByRole current, Limits own, int size, long now) {
        if (ended) {
            return ENDED;
        }
        limits = own;
        if (!current.equals(inEffect)) {
            inEffect = current;
            messages.adopt(limits.messages(), now);
            bytes.adopt(limits.bytes(), now);
        }
        long forMessages = messages.waitFor(limits.messages(), 1, now);
        long forBytes = bytes.waitFor(limits.bytes(), size, now);
        if (forMessages > 0 || forBytes > 0) {
            return forMessages >= forBytes
                    ? new Outcome.Refused(Quota.MESSAGES, forMessages)
                    : new Outcome.Refused(Quota.BYTES, forBytes);
        }
        messages.take(limits.messages(), 1, now);
        bytes.take(limits.bytes(), size, now);
        return ALLOWED;
    }

    /** The used share of a burst, from 0 to 1. */
    synchronized double used(Quota quota, long now) {
        TokenBucket bucket = quota == Quota.MESSAGES ? messages : bytes;
        RateLimit limit = quota == Quota.MESSAGES ? limits.messages() : limits.bytes();
        return limit.isOff() ? 0 : Math.min(1, (double) bucket.owed(now) / limit.nanosForBurst());
    }

    /** The nanoseconds until both buckets are full again. */
    synchronized long owed(long now) {
        return Math.max(messages.owed(now), bytes.owed(now));
    }

    /** Ends this object if both buckets are full: a new object would start in the same state. */
    synchronized boolean endIfFull(long now) {
        ended |= owed(now) == 0;
        return ended;
    }

    /** Ends this object. It counts nothing from now on. */
    synchronized void end() {
        ended = true;
    }
}
