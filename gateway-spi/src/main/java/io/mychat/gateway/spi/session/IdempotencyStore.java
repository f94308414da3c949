package io.mychat.gateway.spi.session;

import java.time.Duration;

/**
 * Stores the answers to requests with an idempotency key, so that a repeated request gets the same answer and is not
 * executed again. Every method is atomic across all gateways that share the store, is thread-safe, and may block. Every
 * method throws {@link io.mychat.gateway.spi.StoreUnavailableException} when the store cannot answer.
 *
 * <p>A key is taken with {@link #claim}, and then completed or released. When a gateway dies in between, the key
 * becomes free at the end of its lease, although the request may have been executed.
 *
 * @since 0.1.0
 */
public interface IdempotencyStore {

    /** The longest key and the longest fingerprint, in ASCII characters. */
    int MAX_KEY_LENGTH = 128;

    /** The longest answer, in characters. */
    int MAX_ANSWER_LENGTH = 1024;

    /**
     * Takes a key for a request if it is free.
     *
     * @param fingerprint identifies the request; a key belongs to one fingerprint
     * @param lease the time for which the key is held unless it is completed or released
     */
    IdempotencyClaim claim(String key, String fingerprint, Duration lease);

    /**
     * Stores the answer of the request that holds the key. Does nothing when the key has been completed, or when
     * another request has taken it after the lease ended.
     *
     * @param ticket the ticket of {@link IdempotencyClaim.Granted}
     * @param keep the time for which the answer is stored, from now
     */
    void complete(String key, String ticket, String answer, Duration keep);

    /** Frees the key because nothing was executed. Does nothing when it is completed or another request holds it. */
    void release(String key, String ticket);
}
