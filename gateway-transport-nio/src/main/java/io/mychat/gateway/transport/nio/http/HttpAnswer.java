package io.mychat.gateway.transport.nio.http;

import io.mychat.gateway.spi.transport.ErrorBody;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A whole response. Its length and the framing are added when it is written.
 *
 * @param headers by name as sent
 */
public record HttpAnswer(int status, Map<String, String> headers, byte[] body) {

    private static final byte[] EMPTY = {};

    /** Without headers and body. */
    static HttpAnswer empty(int status) {
        return new HttpAnswer(status, Map.of(), EMPTY);
    }

    /** An error with its JSON body. */
    public static HttpAnswer of(ErrorBody error) {
        return json(error.status(), error.json(), Map.of());
    }

    /** An error that says when to try again. */
    public static HttpAnswer of(ErrorBody error, Duration retryAfter) {
        ErrorBody timed = new ErrorBody(error.status(), error.message(), error.error(), error.detail(), retryAfter);
        return json(
                timed.status(),
                timed.json(),
                Map.of("Retry-After", String.valueOf(Math.max(1, retryAfter.toSeconds()))));
    }

    /** JSON with further headers. */
    public static HttpAnswer json(int status, String json, Map<String, String> more) {
        Map<String, String> headers = new LinkedHashMap<>(more);
        headers.put("Content-Type", "application/json");
        return new HttpAnswer(status, headers, json.getBytes(StandardCharsets.UTF_8));
    }
}
