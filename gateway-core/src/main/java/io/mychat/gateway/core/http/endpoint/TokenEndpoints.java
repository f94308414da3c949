package io.mychat.gateway.core.http.endpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.core.auth.RefreshOutcome;
import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.core.codec.MessageEncoder;
import io.mychat.gateway.core.http.Access;
import io.mychat.gateway.core.http.ApiAudit;
import io.mychat.gateway.core.http.ApiEndpoint;
import io.mychat.gateway.core.http.ApiError;
import io.mychat.gateway.core.http.ApiRequest;
import io.mychat.gateway.core.http.Caller;
import io.mychat.gateway.core.http.Endpoint;
import io.mychat.gateway.core.http.EndpointGroup;
import io.mychat.gateway.core.login.LogoutService;
import io.mychat.gateway.core.login.TokenAuthenticator;
import io.mychat.gateway.core.protocol.AuthJson;
import io.mychat.gateway.core.protocol.BadArgumentException;
import io.mychat.gateway.core.security.login.ClientPlace;
import io.mychat.gateway.spi.auth.IssuedTokens;
import io.mychat.gateway.spi.auth.TokenClaims;
import io.mychat.gateway.spi.event.GatewayEvent.Credential;
import io.mychat.gateway.spi.message.ErrorCode;
import io.mychat.gateway.spi.session.DeviceKey;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The refresh, logout and verify calls of {@code /api/auth}. */
public final class TokenEndpoints implements EndpointGroup {

    private final TokenAuthenticator tokens;
    private final LogoutService logouts;
    private final ApiAudit audit;
    private final Json json;

    public TokenEndpoints(TokenAuthenticator tokens, LogoutService logouts, ApiAudit audit, Json json) {
        this.tokens = tokens;
        this.logouts = logouts;
        this.audit = audit;
        this.json = json;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.post("/auth/refresh", Access.ANYONE, "RefreshRequest", "Tokens", this::refresh),
                Endpoint.post("/auth/logout", Access.BEARER, "LogoutRequest", "LoggedOut", this::logout),
                Endpoint.get("/auth/verify", Access.BEARER, "Verified", this::verify));
    }

    private ApiEndpoint.Result refresh(ApiRequest request) throws ApiError, BadArgumentException {
        String ip = request.ip();
        RefreshOutcome outcome = tokens.refresh(request.body().text("refresh_token"), ip);
        if (outcome instanceof RefreshOutcome.Refreshed refreshed) {
            return refreshed(ip, refreshed.tokens(), Optional.empty());
        }
        if (outcome instanceof RefreshOutcome.Repeated repeated) {
            return refreshed(ip, repeated.tokens(), Optional.of(repeated.firstAddress()));
        }
        ApiError error = error(outcome);
        if (outcome instanceof RefreshOutcome.Reused reuse) {
            audit.reused(ip, reuse.grant().userId(), reuse.grant().device());
        }
        String by = outcome instanceof RefreshOutcome.Reused reused
                ? "user " + reused.grant().userId()
                : "";
        audit.refused(request.http(), ip, Credential.REFRESH_TOKEN, by, error);
        throw error;
    }

    private ApiEndpoint.Result refreshed(String ip, IssuedTokens issued, Optional<String> firstIp) {
        TokenClaims claims = issued.access().claims();
        DeviceKey device = Objects.requireNonNull(claims.device(), "our own tokens name their device");
        boolean isAnomaly =
                firstIp.filter(first -> !ClientPlace.isSame(first, ip)).isPresent();
        audit.refreshed(ip, claims.user(), device, firstIp, isAnomaly);
        return pair(json, issued, device);
    }

    private static ApiError error(RefreshOutcome refused) {
        if (refused instanceof RefreshOutcome.Reused) {
            return ApiError.unauthorized(
                    "refresh_reused", "This refresh token was used before; the login has been revoked.");
        }
        if (refused instanceof RefreshOutcome.Banned banned) {
            return ApiError.banned(banned.ban());
        }
        return refused instanceof RefreshOutcome.Throttled throttled
                ? ApiError.tooManyRefusals(throttled.retryAfter())
                : ApiError.unauthorized("refresh_invalid", "The refresh token is not valid.");
    }

    private ApiEndpoint.Result logout(ApiRequest request) throws ApiError, BadArgumentException {
        Optional<String> refreshToken = request.body().optionalText("refresh_token");
        TokenClaims claims = claims(request);
        if (!logouts.logOut(claims, refreshToken)) {
            throw ApiError.of(ErrorCode.FORBIDDEN, "token_mismatch", "The refresh token belongs to another user.");
        }
        audit.loggedOut(request.ip(), claims.user().userId(), Optional.ofNullable(claims.device()));
        return ApiEndpoint.Result.ok(json.object().put("status", "logged_out"));
    }

    private ApiEndpoint.Result verify(ApiRequest request) {
        TokenClaims claims = claims(request);
        ObjectNode body = json.object().put("valid", true);
        body.set("user_info", AuthJson.user(json, claims.user()));
        body.put("expires_at", MessageEncoder.rfc3339(claims.expiresAt()));
        return ApiEndpoint.Result.ok(body);
    }

    private static TokenClaims claims(ApiRequest request) {
        return ((Caller.User) request.caller()).claims();
    }

    /** The answer to a login or a refresh. */
    static ApiEndpoint.Result pair(Json json, IssuedTokens issued, DeviceKey device) {
        TokenClaims claims = issued.access().claims();
        ObjectNode body = AuthJson.tokens(json, issued.access(), issued.refreshToken())
                .put("token_type", "Bearer")
                .put("expires_in", AuthJson.expiresIn(claims))
                .put("device_id", device.deviceId());
        body.set("user_info", AuthJson.user(json, claims.user()));
        return ApiEndpoint.Result.ok(body);
    }
}
