package io.mychat.gateway.core.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.core.ban.BanText;
import io.mychat.gateway.spi.ban.Ban;
import io.mychat.gateway.spi.message.ErrorCode;
import java.time.Duration;
import java.util.Map;

/**
 * An answer of the HTTP API that is not a success. Thrown by endpoints, written by {@link HttpApi} in the uniform shape
 * of protocol.md section 2.
 */
public final class ApiError extends Exception {

    private static final long serialVersionUID = 1L;

    private static final String CHALLENGE = "Bearer realm=\"mychat-gateway\"";

    private static final String CONTENT_TOO_LARGE = "Content Too Large";

    private final int status;
    private final String title;
    private final String error;
    private final transient Map<String, String> headers;
    private final transient ObjectNode extra;
    private boolean ofContent;

    private ApiError(int status, String title, String error, String detail, Map<String, String> headers) {
        super(detail, null, false, false);
        this.status = status;
        this.title = title;
        this.error = error;
        this.headers = headers;
        this.extra = JsonNodeFactory.instance.objectNode();
    }

    public static ApiError of(ErrorCode code, String error, String detail) {
        return new ApiError(code.code(), code.message(), error, detail, Map.of());
    }

    /** 429 or 503: with {@code retry_after_ms}, and {@code Retry-After} in whole seconds. */
    public static ApiError later(ErrorCode code, String error, String detail, Duration retryAfter) {
        long seconds = Math.max(1, retryAfter.plusMillis(999).toSeconds());
        ApiError result =
                new ApiError(code.code(), code.message(), error, detail, Map.of("Retry-After", Long.toString(seconds)));
        result.extra.put("retry_after_ms", retryAfter.toMillis());
        return result;
    }

    /** The client's address has shown too many invalid credentials. */
    public static ApiError tooManyRefusals(Duration retryAfter) {
        return later(
                ErrorCode.TOO_MANY_REQUESTS,
                "too_many_failures",
                "Too many refused tokens and keys from this address; wait before the next one.",
                retryAfter);
    }

    /** The user, the device or the address is banned. */
    public static ApiError banned(Ban ban) {
        return of(ErrorCode.FORBIDDEN, "banned", BanText.of(ban));
    }

    /** A hook of a plug-in refuses the message; nobody's credentials are the reason. */
    public static ApiError refusedMessage(String error, String detail) {
        ApiError refusal = of(ErrorCode.FORBIDDEN, error, detail);
        refusal.ofContent = true;
        return refusal;
    }

    /** Whether the content of the request is the reason, whatever the status. */
    boolean isOfContent() {
        return ofContent;
    }

    static ApiError notFound() {
        return of(ErrorCode.NOT_FOUND, "not_found", "There is no such resource.");
    }

    /** The request has no valid credential for this endpoint. */
    static ApiError noToken() {
        return challenge("token_required", "Send Authorization: Bearer <access token>.", CHALLENGE)
                .with("valid", false);
    }

    /** The access token is invalid. */
    static ApiError badToken(String error) {
        return challenge(error, "The token is not valid.", CHALLENGE + ", error=\"invalid_token\"")
                .with("valid", false);
    }

    static ApiError badApiKey() {
        return challenge("api_key_invalid", "This API key is not known.", CHALLENGE);
    }

    /** 401 with the header of RFC 6750. */
    public static ApiError unauthorized(String error, String detail) {
        return challenge(error, detail, CHALLENGE);
    }

    private static ApiError challenge(String error, String detail, String challenge) {
        ErrorCode code = ErrorCode.UNAUTHORIZED;
        return new ApiError(code.code(), code.message(), error, detail, Map.of("WWW-Authenticate", challenge));
    }

    static ApiError methodNotAllowed(String allow) {
        return new ApiError(
                405,
                "Method Not Allowed",
                "method_not_allowed",
                "The resource does not have this method; see Allow.",
                Map.of("Allow", allow));
    }

    static ApiError bodyTooLarge() {
        return new ApiError(413, CONTENT_TOO_LARGE, "body_too_large", "The body is too large.", Map.of());
    }

    public static ApiError messageTooLarge(int limit) {
        return new ApiError(
                413, CONTENT_TOO_LARGE, "message_too_large", "A message has at most " + limit + " bytes.", Map.of());
    }

    static ApiError unsupportedMediaType(String expected) {
        return new ApiError(
                415,
                "Unsupported Media Type",
                "unsupported_media_type",
                "Send " + expected + " in UTF-8, not compressed.",
                Map.of());
    }

    /** Too many requests of this kind are in progress. */
    static ApiError overloaded() {
        return later(
                ErrorCode.SERVICE_UNAVAILABLE,
                "busy",
                "Too many requests of this kind at once; try again.",
                Duration.ofSeconds(2));
    }

    /** Adds a member to the error's body. */
    ApiError with(String name, boolean value) {
        extra.put(name, value);
        return this;
    }

    /** As {@link #with(String, boolean)}. */
    public ApiError with(String name, JsonNode value) {
        extra.set(name, value);
        return this;
    }

    /** The machine-readable reason. */
    String error() {
        return error;
    }

    int status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }

    ObjectNode body() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("code", status).put("message", title).put("error", error).put("detail", getMessage());
        body.setAll(extra);
        return body;
    }
}
