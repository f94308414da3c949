package io.mychat.gateway.core.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.core.auth.AuthManager;
import io.mychat.gateway.core.auth.IssuedTokens;
import io.mychat.gateway.core.auth.PasswordLogin;
import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.core.codec.MessageEncoder;
import io.mychat.gateway.core.connection.MultiPlatformAuthManager;
import io.mychat.gateway.core.handler.BadArgumentException;
import io.mychat.gateway.core.handler.SessionBinder;
import io.mychat.gateway.spi.auth.TokenClaims;
import io.mychat.gateway.spi.auth.TokenVerdict;
import io.mychat.gateway.spi.auth.UserInfo;
import io.mychat.gateway.spi.message.ErrorCode;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.Platform;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code /api/auth}: tokens without a connection. A login here takes no seat. */
public final class AuthEndpoints {

    private final AuthManager auth;
    private final @Nullable PasswordLogin passwords;
    private final MultiPlatformAuthManager platforms;
    private final Supplier<String> deviceIds;
    private final Json json;

    /**
     * @param passwords null where nobody checks passwords
     * @param deviceIds makes a device id for a client that names none
     */
    public AuthEndpoints(
            AuthManager auth,
            @Nullable PasswordLogin passwords,
            MultiPlatformAuthManager platforms,
            Supplier<String> deviceIds,
            Json json) {
        this.auth = auth;
        this.passwords = passwords;
        this.platforms = platforms;
        this.deviceIds = deviceIds;
        this.json = json;
    }

    ApiEndpoint.Result login(ApiRequest request) throws ApiError, BadArgumentException {
        if (passwords == null) {
            throw ApiError.of(ErrorCode.NOT_FOUND, "not_found", "This gateway takes no passwords.");
        }
        String username = request.body().text("username");
        String password = request.body().text("password");
        String deviceId = request.body().optionalText("device_id").orElseGet(deviceIds);
        DeviceKey device = SessionBinder.device(request.body().text("platform"), deviceId);
        Optional<Platform> platform = platforms.platform(device.platform());
        if (platform.isEmpty()) {
            throw ApiError.of(ErrorCode.BAD_REQUEST, "unknown_platform", "The gateway does not serve this platform.");
        }
        UserInfo user = user(passwords.attempt(username, password, request.ip()));
        if (!platforms.mayLogIn(user, platform.get())) {
            throw ApiError.of(ErrorCode.FORBIDDEN, "role_required", "You lack the role that this platform asks for.");
        }
        IssuedTokens tokens = auth.issue(user, device);
        TokenClaims claims = tokens.access().claims();
        ObjectNode body = json.object()
                .put("token", tokens.access().token())
                .put("refresh_token", tokens.refreshToken())
                .put("token_type", "Bearer")
                .put(
                        "expires_in",
                        Duration.between(claims.issuedAt(), claims.expiresAt()).toSeconds())
                .put("device_id", deviceId);
        body.set("user_info", SessionBinder.userInfo(json, user));
        return ApiEndpoint.Result.ok(body);
    }

    private static UserInfo user(PasswordLogin.Outcome outcome) throws ApiError {
        if (outcome instanceof PasswordLogin.Outcome.Accepted accepted) {
            return accepted.user();
        }
        if (outcome instanceof PasswordLogin.Outcome.Throttled throttled) {
            throw ApiError.later(
                    ErrorCode.TOO_MANY_REQUESTS,
                    "too_many_failed_logins",
                    "Too many failed logins; wait before the next one.",
                    throttled.retryAfter());
        }
        if (outcome instanceof PasswordLogin.Outcome.Busy busy) {
            throw ApiError.later(
                    ErrorCode.SERVICE_UNAVAILABLE, "busy", "Too many logins at once; try again.", busy.retryAfter());
        }
        throw ApiError.of(ErrorCode.UNAUTHORIZED, "bad_credentials", "Unknown user or wrong password.");
    }

    ApiEndpoint.Result verify(ApiRequest request) throws ApiError {
        TokenVerdict verdict = auth.verify(request.bearerToken());
        if (verdict instanceof TokenVerdict.Invalid invalid) {
            throw ApiError.of(ErrorCode.UNAUTHORIZED, invalid.fault().error(), "The token is not valid.")
                    .with("valid", false);
        }
        TokenClaims claims = ((TokenVerdict.Valid) verdict).claims();
        ObjectNode body = json.object().put("valid", true);
        body.set("user_info", SessionBinder.userInfo(json, claims.user()));
        body.put("expires_at", MessageEncoder.rfc3339(claims.expiresAt()));
        return ApiEndpoint.Result.ok(body);
    }
}
