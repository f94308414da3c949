package io.mychat.gateway.spi.session;

import java.time.Duration;

/**
 * Remembers what requests with an idempotency key were answered, so that whoever repeats one gets the same answer and
 * nothing is done twice. Every method is atomic, for all gateways that share the store; safe for use by many threads; may
 * block, and throws {@link io.mychat.gateway.spi.StoreUnavailableException} when the store cannot answer.
 *
 * <p>A key is taken with {@link #claim}, and then either given an answer or given up. A gateway that dies between them
 * leaves the key until its lease ends: then it is free, although something may have been done.
 */
public interface IdempotencyStore {

    /** The longest key and the longest fingerprint, in characters of ASCII. */
    int MAX_KEY_LENGTH = 128;

    /** The longest answer, in characters. */
    int MAX_ANSWER_LENGTH = 1024;

    /**
     * Takes a key for a request, where it is free.
     *
     * @param fingerprint tells requests apart that must not share a key
     * @param lease for how long the key is held when nobody completes or releases it
     */
    IdempotencyClaim claim(String key, String fingerprint, Duration lease);

    /**
     * Keeps the answer of the request that holds the key. Does nothing when its lease has ended and the key was taken by
     * another, or has been completed.
     *
     * @param ticket from {@link IdempotencyClaim.Granted}
     * @param keep from now on
     */
    void complete(String key, String ticket, String answer, Duration keep);

    /** Frees the key, because nothing was done; where another request holds it now, or it is completed, does nothing. */
    void release(String key, String ticket);
}
