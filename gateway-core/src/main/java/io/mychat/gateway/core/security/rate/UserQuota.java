package io.mychat.gateway.core.security.rate;

import io.mychat.gateway.core.security.rate.LimitsByRole.Limits;

/** What one user has used up, in messages and in bytes. This object's lock guards it. */
final class UserQuota {

    private final String userId;
    private final TokenBucket messages;
    private final TokenBucket bytes;
    private LimitsByRole inEffect;
    /** Those that the last message came under. */
    private Limits limits;

    private boolean ended;

    /** What became of a message. */
    sealed interface Outcome {
        /** It has been counted. */
        record Allowed() implements Outcome {}

        /** It is over a limit and has not been counted. */
        record Refused(Quota quota, long waitNanos) implements Outcome {}

        /** This object is no longer the user's. */
        record Ended() implements Outcome {}
    }

    /** What there is a limit of. */
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
     * @param current the limits in effect; after a change nobody pays for those that are gone
     * @param own those of the session's roles in {@code current}
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

    /** The share of a burst that is used up, from 0 to 1. */
    synchronized double used(Quota quota, long now) {
        TokenBucket bucket = quota == Quota.MESSAGES ? messages : bytes;
        RateLimit limit = quota == Quota.MESSAGES ? limits.messages() : limits.bytes();
        return limit.isOff() ? 0 : Math.min(1, (double) bucket.owed(now) / limit.nanosForBurst());
    }

    /** The nanoseconds until everything that was used has been given back. */
    synchronized long owed(long now) {
        return Math.max(messages.owed(now), bytes.owed(now));
    }

    /** Ends when nothing is owed: another object would begin the same. */
    synchronized boolean endIfFull(long now) {
        ended |= owed(now) == 0;
        return ended;
    }

    /** From now on nothing is counted here. */
    synchronized void end() {
        ended = true;
    }
}
