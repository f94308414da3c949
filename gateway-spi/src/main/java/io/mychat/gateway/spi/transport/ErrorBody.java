package io.mychat.gateway.spi.transport;

import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The body of an HTTP error that the transport answers without an endpoint (protocol.md section 2), such as a refused
 * handshake.
 *
 * @param message the name of the status
 * @param error the machine-readable reason
 * @param detail a sentence for people
 * @param retryAfter time until a retry; null: not stated
 * @since 0.1.0
 */
public record ErrorBody(
        int status,
        String message,
        String error,
        String detail,
        @Nullable Duration retryAfter) {

    /** @throws IllegalArgumentException when a text would need escaping in JSON */
    public ErrorBody {
        if (Stream.of(message, error, detail).anyMatch(text -> text.chars().anyMatch(ErrorBody::isEscaped))) {
            throw new IllegalArgumentException("needs escaping: " + message + ", " + error + ", " + detail);
        }
    }

    /** A body without a retry time. */
    public ErrorBody(int status, String message, String error, String detail) {
        this(status, message, error, detail, null);
    }

    /** The JSON on the wire. */
    public String json() {
        String retry = retryAfter == null ? "" : ",\"retry_after_ms\":" + retryAfter.toMillis();
        return "{\"code\":" + status + ",\"message\":\"" + message + "\",\"error\":\"" + error + "\",\"detail\":\""
                + detail + "\"" + retry + "}";
    }

    private static boolean isEscaped(int c) {
        return c < ' ' || c == '"' || c == '\\';
    }
}
