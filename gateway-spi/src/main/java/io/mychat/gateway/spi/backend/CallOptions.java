package io.mychat.gateway.spi.backend;

import java.util.Objects;
import java.util.Optional;

/**
 * The options of a route for its calls.
 *
 * @param path begins with {@code /}; empty: {@code /messages/{cmd_id}}
 * @param retries the largest number of retries, within the service's {@link RetryOptions}
 * @param idempotent whether a call may be retried when an earlier attempt may have been executed
 * @since 0.1.0
 */
public record CallOptions(Optional<String> path, int retries, boolean idempotent) {

    public CallOptions {
        Objects.requireNonNull(path, "path");
        if (retries < 0) {
            throw new IllegalArgumentException("retries must not be negative");
        }
    }
}
