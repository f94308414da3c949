package io.mychat.gateway.spi.backend;

import java.util.Objects;
import java.util.Optional;

/**
 * What a route says about its calls.
 *
 * @param path begins with {@code /}; empty: {@code /messages/{cmd_id}}
 * @param retries how often a call may be repeated, at most; within the service's {@link RetryOptions}
 * @param idempotent whether it may be repeated when the first try may have been done
 */
public record CallOptions(Optional<String> path, int retries, boolean idempotent) {

    public CallOptions {
        Objects.requireNonNull(path, "path");
        if (retries < 0) {
            throw new IllegalArgumentException("retries must not be negative");
        }
    }
}
