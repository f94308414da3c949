package io.mychat.gateway.spi.message;

import java.time.Duration;
import java.util.Objects;

/**
 * The answer of a handler. The gateway adds the request's {@code cmd_id} and {@code request_id}.
 *
 * @param code the outcome
 * @param data JSON text
 * @since 0.1.0
 */
public record Reply(ErrorCode code, String data) {

    private static final Reply EMPTY = new Reply(ErrorCode.SUCCESS, "{}");

    public Reply {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(data, "data");
    }

    /** Success with the data {@code {}}. */
    public static Reply ok() {
        return EMPTY;
    }

    /** Success with {@code data}, a JSON text. */
    public static Reply ok(String data) {
        return new Reply(ErrorCode.SUCCESS, data);
    }

    /**
     * A refusal or failure: {@code {"error":…,"detail":…}} (protocol.md 1.5).
     *
     * @param error a machine-readable reason such as {@code recipient_not_found}
     * @param detail a sentence for people, without internal details
     */
    public static Reply failure(ErrorCode code, String error, String detail) {
        return new Reply(code, "{\"error\":" + JsonText.quote(error) + ",\"detail\":" + JsonText.quote(detail) + "}");
    }

    /** As {@link #failure(ErrorCode, String, String)}, with {@code retry_after_ms} (for 429 and 503). */
    public static Reply failure(ErrorCode code, String error, String detail, Duration retryAfter) {
        return new Reply(
                code,
                "{\"error\":" + JsonText.quote(error) + ",\"detail\":" + JsonText.quote(detail) + ",\"retry_after_ms\":"
                        + retryAfter.toMillis() + "}");
    }
}
