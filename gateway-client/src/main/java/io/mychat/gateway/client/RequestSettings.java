package io.mychat.gateway.client;

/**
 * How requests are made.
 *
 * @param timeoutMs how long a request may take, the wait for a connection included, in milliseconds
 * @param max how many requests may wait
 * @since 0.1.0
 */
public record RequestSettings(long timeoutMs, int max) {

    /** 10 s, 1000. */
    public static final RequestSettings DEFAULT = new RequestSettings(10_000, 1_000);

    public RequestSettings {
        Bounds.positive("timeoutMs", timeoutMs);
        Bounds.positive("max", max);
    }
}
