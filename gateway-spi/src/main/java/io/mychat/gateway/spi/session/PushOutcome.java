package io.mychat.gateway.spi.session;

/**
 * The outcome of {@link Sessions#push}.
 *
 * @since 0.1.0
 */
public sealed interface PushOutcome {

    /**
     * The message was pushed.
     *
     * @param sessions the number of sessions whose outbound queues accepted it
     * @param repeated whether an earlier push with the same key gave this answer; then nothing was pushed now
     */
    record Delivered(int sessions, boolean repeated) implements PushOutcome {}

    /** A push with this key is in progress; nothing was pushed now. */
    record UnderWay() implements PushOutcome {}

    /** The key belongs to another push; nothing was pushed. */
    record KeyReused() implements PushOutcome {}
}
