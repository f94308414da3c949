package io.mychat.gateway.client;

import java.util.OptionalLong;

/**
 * How one request is made.
 *
 * @param timeoutMs how long it may take, the wait for a connection included, in milliseconds; empty: as {@link RequestSettings} says
 * @param idempotent whether it may be carried out twice: it is then repeated on the next connection
 * @since 0.1.0
 */
public record RequestOptions(OptionalLong timeoutMs, boolean idempotent) {

    /** The usual time-out, and sent once. */
    public static final RequestOptions DEFAULT = new RequestOptions(OptionalLong.empty(), false);

    /** The usual time-out, and repeated where the connection was lost. */
    public static final RequestOptions IDEMPOTENT = new RequestOptions(OptionalLong.empty(), true);

    /** The same with another time-out, in milliseconds. */
    public RequestOptions withTimeoutMs(long ms) {
        return new RequestOptions(OptionalLong.of(ms), idempotent);
    }
}
