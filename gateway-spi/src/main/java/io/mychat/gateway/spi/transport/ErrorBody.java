package io.mychat.gateway.spi.transport;

import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The body of an HTTP error that is answered before there is anything to ask (protocol.md section 2): a refused handshake, a
 * request that a transport itself turns away.
 *
 * @param message the status in words
 * @param error for machines
 * @param detail for people
 * @param retryAfter when to come back; null: not said
 */
public record ErrorBody(
        int status,
        String message,
        String error,
        String detail,
        @Nullable Duration retryAfter) {

    /** @throws IllegalArgumentException when a text would have to be escaped in JSON: these are sentences of our own */
    public ErrorBody {
        if (Stream.of(message, error, detail).anyMatch(text -> text.chars().anyMatch(ErrorBody::isEscaped))) {
            throw new IllegalArgumentException("needs escaping: " + message + ", " + error + ", " + detail);
        }
    }

    /** One that does not say when to come back. */
    public ErrorBody(int status, String message, String error, String detail) {
        this(status, message, error, detail, null);
    }

    /** The body as it is sent. */
    public String json() {
        String retry = retryAfter == null ? "" : ",\"retry_after_ms\":" + retryAfter.toMillis();
        return "{\"code\":" + status + ",\"message\":\"" + message + "\",\"error\":\"" + error + "\",\"detail\":\""
                + detail + "\"" + retry + "}";
    }

    private static boolean isEscaped(int c) {
        return c < ' ' || c == '"' || c == '\\';
    }
}
