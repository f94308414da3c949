package io.mychat.gateway.client;

import io.mychat.gateway.client.data.JsonObject;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A refusal of the gateway, or a failure on the way to it.
 *
 * @since 0.1.0
 */
public final class GatewayException extends RuntimeException {

    /** No reply came in time. */
    public static final String TIMEOUT = "timeout";

    /** The connection ended before the reply: the command may have been carried out. */
    public static final String CONNECTION_LOST = "connection_lost";

    /** The client has stopped. */
    public static final String STOPPED = "stopped";

    /** Too many requests wait. */
    public static final String TOO_MANY_REQUESTS = "too_many_requests";

    /** The outbox has no room. */
    public static final String OUTBOX_FULL = "outbox_full";

    /** The message is larger than the outbox takes. */
    public static final String TOO_LARGE = "too_large";

    /** The saved outbox belongs to another user, or the user has logged out. */
    public static final String OTHER_USER = "other_user";

    /** The address is none. */
    public static final String INVALID_URL = "invalid_url";

    /** The data of a command cannot be written, or its reply cannot be read. */
    public static final String INVALID_DATA = "invalid_data";

    private static final long serialVersionUID = 1;

    private final int code;
    private final String error;
    private final String detail;
    private final long retryAfterMs;

    private GatewayException(int code, String error, String detail, long retryAfterMs, @Nullable Throwable cause) {
        super(detail.isEmpty() ? error : error + ": " + detail, cause);
        this.code = code;
        this.error = error;
        this.detail = detail;
        this.retryAfterMs = retryAfterMs;
    }

    /** A failure that the client reports itself: {@link #code} is 0. A {@link TokenSource} may fail with 401 to say that the person has to log in. */
    public GatewayException(int code, String error, String detail) {
        this(code, error, detail, -1, null);
    }

    static GatewayException local(String error, String detail) {
        return new GatewayException(0, error, detail);
    }

    static GatewayException of(Throwable cause) {
        Throwable reason = cause;
        while (reason.getCause() != null && reason instanceof java.util.concurrent.CompletionException) {
            reason = reason.getCause();
        }
        return reason instanceof GatewayException already
                ? already
                : new GatewayException(0, CONNECTION_LOST, String.valueOf(reason), -1, reason);
    }

    /** The error of a reply or an HTTP response. */
    static GatewayException of(int code, JsonObject data) {
        return new GatewayException(
                code,
                data.text("error", "error_" + code),
                data.text("detail", ""),
                Math.min(data.number("retry_after_ms", -1), Bounds.LONGEST_PAUSE_MS),
                null);
    }

    /** The code of the reply; 0 when the gateway did not answer. */
    public int code() {
        return code;
    }

    /** The machine-readable reason: one of the constants, or of the gateway. */
    public String error() {
        return error;
    }

    /** For people. */
    public String detail() {
        return detail;
    }

    /** When another try makes sense, in milliseconds; empty: unknown. */
    public OptionalLong retryAfterMs() {
        return retryAfterMs < 0 ? OptionalLong.empty() : OptionalLong.of(retryAfterMs);
    }

    boolean is(String reason) {
        return error.equals(reason);
    }
}
