package io.mychat.gateway.spi.session;

/** What became of an attempt to take an idempotency key. */
public sealed interface IdempotencyClaim {

    /**
     * The key was free; whoever asked does the work now.
     *
     * @param ticket unlike that of any other claim; for {@link IdempotencyStore#complete} and {@link
     *     IdempotencyStore#release}
     */
    record Granted(String ticket) implements IdempotencyClaim {}

    /** The same request holds the key and is not done. */
    record Running() implements IdempotencyClaim {}

    /** The same request was answered. */
    record Answered(String answer) implements IdempotencyClaim {}

    /** Another request has, or had, the key. */
    record Reused() implements IdempotencyClaim {}
}
