package io.mychat.gateway.spi.session;

/**
 * The outcome of {@link IdempotencyStore#claim}.
 *
 * @since 0.1.0
 */
public sealed interface IdempotencyClaim {

    /**
     * The key was free; the caller now holds it and does the work.
     *
     * @param ticket unique for each claim; for {@link IdempotencyStore#complete} and {@link
     *     IdempotencyStore#release}
     */
    record Granted(String ticket) implements IdempotencyClaim {}

    /** The same request holds the key and is still running. */
    record Running() implements IdempotencyClaim {}

    /** The same request has already been answered. */
    record Answered(String answer) implements IdempotencyClaim {}

    /** A different request holds or held the key. */
    record Reused() implements IdempotencyClaim {}
}
