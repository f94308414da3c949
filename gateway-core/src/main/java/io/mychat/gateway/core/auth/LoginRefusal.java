package io.mychat.gateway.core.auth;

import io.mychat.gateway.spi.message.ErrorCode;
import io.mychat.gateway.spi.message.Reply;
import java.time.Duration;

/** Why a login is refused, in the words that WebSocket and HTTP share. */
public enum LoginRefusal {
    BAD_CREDENTIALS(ErrorCode.UNAUTHORIZED, "bad_credentials", "Unknown user or wrong password."),
    /** Too many failures from there or for that user. */
    THROTTLED(
            ErrorCode.TOO_MANY_REQUESTS, "too_many_failed_logins", "Too many failed logins; wait before the next one."),
    /** Too many passwords are being checked. */
    BUSY(ErrorCode.SERVICE_UNAVAILABLE, "busy", "Too many logins at once; try again."),
    /** There is no CredentialVerifier. Clients come back much later: only another start changes that. */
    NO_PASSWORD_LOGIN(
            ErrorCode.SERVICE_UNAVAILABLE,
            "no_password_login",
            "This gateway takes no passwords; log in with a token."),
    UNKNOWN_PLATFORM(ErrorCode.BAD_REQUEST, "unknown_platform", "The gateway does not serve this platform."),
    ROLE_MISSING(ErrorCode.FORBIDDEN, "role_required", "You lack the role that this platform asks for."),
    NO_FREE_SEAT(ErrorCode.FORBIDDEN, "no_free_seat", "All your devices' seats are taken; log one out first."),
    /** While the login was under way. */
    REVOKED(ErrorCode.UNAUTHORIZED, "token_revoked", "All your logins were revoked at this moment; log in again.");

    private static final Duration RETRY_AFTER = Duration.ofMinutes(1);

    private final ErrorCode code;
    private final String error;
    private final String detail;

    LoginRefusal(ErrorCode code, String error, String detail) {
        this.code = code;
        this.error = error;
        this.detail = detail;
    }

    public ErrorCode code() {
        return code;
    }

    /** The machine-readable reason. */
    public String error() {
        return error;
    }

    /** The sentence for people. */
    public String detail() {
        return detail;
    }

    public Reply reply() {
        return code == ErrorCode.SERVICE_UNAVAILABLE
                ? Reply.failure(code, error, detail, RETRY_AFTER)
                : Reply.failure(code, error, detail);
    }

    /** For a 503 where nobody knows better. */
    public Duration retryAfter() {
        return RETRY_AFTER;
    }
}
