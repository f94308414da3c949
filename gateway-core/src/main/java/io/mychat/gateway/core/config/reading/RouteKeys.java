package io.mychat.gateway.core.config.reading;

/** The numbers of a route: their defaults and bounds. */
public final class RouteKeys {

    public static final DurationKey TIMEOUT = DurationKey.millis("timeout_ms", 5000, 1, 3_600_000);
    public static final NumberKey RETRY_COUNT = new NumberKey("retry_count", 0, 0, 10);

    private RouteKeys() {}
}
