package io.mychat.gateway.transport.jakarta.http;

import io.mychat.gateway.spi.transport.ErrorBody;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Sends error responses of the transport itself; the connection closes afterwards. */
public final class ErrorAnswer {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final ErrorBody NOT_RUNNING =
            new ErrorBody(503, "Service Unavailable", "not_running", "The gateway does not run.", RETRY_AFTER);
    private static final ErrorBody BUSY =
            new ErrorBody(503, "Service Unavailable", "overloaded", "too many requests are waiting", RETRY_AFTER);

    private static final ErrorBody NO_STREAMS =
            new ErrorBody(501, "Not Implemented", "no_streaming", "This server cannot send a response piece by piece.");

    private ErrorAnswer() {}

    /** No gateway runs behind a servlet. */
    public static void notRunning(HttpServletResponse response) throws IOException {
        send(response, NOT_RUNNING);
    }

    static void busy(HttpServletResponse response) throws IOException {
        send(response, BUSY);
    }

    static void noStreams(HttpServletResponse response) throws IOException {
        send(response, NO_STREAMS);
    }

    public static void send(HttpServletResponse response, ErrorBody error) throws IOException {
        send(response, error.status(), error.json(), error.retryAfter());
    }

    /** @param retryAfter sent in whole seconds, rounded up; null: none */
    public static void send(HttpServletResponse response, int status, String body, @Nullable Duration retryAfter)
            throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setHeader("Connection", "close");
        if (retryAfter != null) {
            response.setHeader(
                    "Retry-After",
                    Long.toString(Math.max(1, retryAfter.plusNanos(999_999_999).toSeconds())));
        }
        response.setHeader("Content-Type", "application/json");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
