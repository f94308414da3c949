package io.mychat.gateway.core.login;

import io.mychat.gateway.core.ban.BanText;
import io.mychat.gateway.spi.auth.TokenVerdict;
import io.mychat.gateway.spi.ban.Ban;
import io.mychat.gateway.spi.hook.LoginHook;
import io.mychat.gateway.spi.message.ErrorCode;
import java.time.Duration;
import java.util.Optional;

/**
 * The reason why a login is refused, in words that WebSocket and HTTP share.
 *
 * @param error the machine-readable reason
 * @param detail a sentence for people
 * @param retryAfter the time after which the client may try again; empty when waiting does not help
 */
public record LoginRefusal(ErrorCode code, String error, String detail, Optional<Duration> retryAfter) {

    public static final LoginRefusal BAD_CREDENTIALS =
            of(ErrorCode.UNAUTHORIZED, "bad_credentials", "Unknown user or wrong password.");

    public static final LoginRefusal UNKNOWN_PLATFORM =
            of(ErrorCode.BAD_REQUEST, "unknown_platform", "The gateway does not serve this platform.");

    public static final LoginRefusal ROLE_MISSING =
            of(ErrorCode.FORBIDDEN, "role_required", "You lack the role that this platform asks for.");

    /** The user id is the gateway's own. */
    public static final LoginRefusal RESERVED_USER =
            of(ErrorCode.FORBIDDEN, "reserved_user", "This user belongs to the gateway itself; nobody logs in as it.");

    public static final LoginRefusal NO_FREE_SEAT =
            of(ErrorCode.FORBIDDEN, "no_free_seat", "All your devices' seats are taken; log one out first.");

    /** All tokens of the user were revoked during the login. */
    public static final LoginRefusal REVOKED =
            of(ErrorCode.UNAUTHORIZED, "token_revoked", "All your logins were revoked at this moment; log in again.");

    public static final LoginRefusal ALREADY_LOGGED_IN =
            of(ErrorCode.BAD_REQUEST, "already_logged_in", "This connection is logged in.");

    public static final LoginRefusal TOKEN_MISMATCH =
            of(ErrorCode.FORBIDDEN, "token_mismatch", "The token is for another user, device or platform.");

    public static final LoginRefusal CONNECTION_CLOSING =
            of(ErrorCode.SERVICE_UNAVAILABLE, "connection_closing", "The connection is being closed.");

    /**
     * The gateway has no CredentialVerifier. Only a restart changes that, so the client is told to wait for a long
     * time.
     */
    public static final LoginRefusal NO_PASSWORD_LOGIN = new LoginRefusal(
            ErrorCode.SERVICE_UNAVAILABLE,
            "no_password_login",
            "This gateway takes no passwords; log in with a token.",
            Optional.of(Duration.ofMinutes(1)));

    /** The machine-readable reason for the banned. */
    private static final String BANNED = "banned";

    /** The user, the device or the address is banned. */
    public static LoginRefusal banned(Ban ban) {
        return of(ErrorCode.FORBIDDEN, BANNED, BanText.of(ban));
    }

    /** Whether a ban is the reason. */
    public boolean isBan() {
        return error.equals(BANNED);
    }

    private static LoginRefusal of(ErrorCode code, String error, String detail) {
        return new LoginRefusal(code, error, detail, Optional.empty());
    }

    /** Too many logins from the address or of the user have failed. */
    public static LoginRefusal throttled(Duration retryAfter) {
        return new LoginRefusal(
                ErrorCode.TOO_MANY_REQUESTS,
                "too_many_failed_logins",
                "Too many failed logins; wait before the next one.",
                Optional.of(retryAfter));
    }

    /** Too many tokens from the address have been refused. */
    public static LoginRefusal tooManyRefusedTokens(Duration retryAfter) {
        return new LoginRefusal(
                ErrorCode.TOO_MANY_REQUESTS,
                "too_many_failures",
                "Too many refused tokens from this address; wait before the next one.",
                Optional.of(retryAfter));
    }

    /** Too many passwords are being checked. */
    public static LoginRefusal busy(Duration retryAfter) {
        return new LoginRefusal(
                ErrorCode.SERVICE_UNAVAILABLE, "busy", "Too many logins at once; try again.", Optional.of(retryAfter));
    }

    /** A hook of a plug-in could not decide. */
    public static final LoginRefusal HOOK_FAILED = new LoginRefusal(
            ErrorCode.SERVICE_UNAVAILABLE,
            "hook_failed",
            "The login could not be examined; try again.",
            Optional.of(Duration.ofSeconds(1)));

    /** A hook of a plug-in has refused the login. */
    public static LoginRefusal byHook(LoginHook.Refuse reason) {
        return of(ErrorCode.FORBIDDEN, reason.error(), reason.detail());
    }

    public static LoginRefusal invalidToken(TokenVerdict.Fault fault) {
        return of(ErrorCode.UNAUTHORIZED, fault.error(), "The token is not valid.");
    }
}
