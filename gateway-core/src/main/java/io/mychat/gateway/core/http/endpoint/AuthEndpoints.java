package io.mychat.gateway.core.http.endpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.core.auth.AuthManager;
import io.mychat.gateway.core.auth.IssuedTokens;
import io.mychat.gateway.core.auth.LoginRefusal;
import io.mychat.gateway.core.auth.PasswordLogin;
import io.mychat.gateway.core.auth.RefreshOutcome;
import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.core.codec.MessageEncoder;
import io.mychat.gateway.core.connection.ConnectionManager;
import io.mychat.gateway.core.connection.MultiPlatformAuthManager;
import io.mychat.gateway.core.http.Access;
import io.mychat.gateway.core.http.ApiEndpoint;
import io.mychat.gateway.core.http.ApiError;
import io.mychat.gateway.core.http.ApiRequest;
import io.mychat.gateway.core.http.Caller;
import io.mychat.gateway.core.http.CredentialGuard;
import io.mychat.gateway.core.http.Endpoint;
import io.mychat.gateway.core.http.EndpointGroup;
import io.mychat.gateway.core.protocol.Arguments;
import io.mychat.gateway.core.protocol.AuthJson;
import io.mychat.gateway.core.protocol.BadArgumentException;
import io.mychat.gateway.core.security.login.ClientPlace;
import io.mychat.gateway.spi.auth.RefreshGrant;
import io.mychat.gateway.spi.auth.TokenClaims;
import io.mychat.gateway.spi.event.GatewayEvent.Credential;
import io.mychat.gateway.spi.message.ErrorCode;
import io.mychat.gateway.spi.session.AccountState;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.Platform;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code /api/auth}: tokens without a connection. A login here takes no seat. */
public final class AuthEndpoints implements EndpointGroup {

    private final AuthManager auth;
    private final @Nullable PasswordLogin passwords;
    private final MultiPlatformAuthManager platforms;
    private final ConnectionManager connections;
    private final Dependencies dependencies;

    /**
     * What the endpoints live in.
     *
     * @param deviceIds makes a device id for a client that names none
     * @param logins runs logins, which wait for their passwords to be checked; rejects what is too much
     */
    public record Dependencies(Supplier<String> deviceIds, Json json, CredentialGuard guard, Executor logins) {}

    /**
     * @param passwords null where nobody checks passwords
     */
    public AuthEndpoints(
            AuthManager auth,
            @Nullable PasswordLogin passwords,
            MultiPlatformAuthManager platforms,
            ConnectionManager connections,
            Dependencies dependencies) {
        this.auth = auth;
        this.passwords = passwords;
        this.platforms = platforms;
        this.connections = connections;
        this.dependencies = dependencies;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.post("/auth/login", Access.ANYONE, "LoginRequest", "Tokens", this::login)
                        .on(dependencies.logins()),
                Endpoint.post("/auth/refresh", Access.ANYONE, "RefreshRequest", "Tokens", this::refresh),
                Endpoint.post("/auth/logout", Access.BEARER, "LogoutRequest", "LoggedOut", this::logout),
                Endpoint.get("/auth/verify", Access.BEARER, "Verified", this::verify));
    }

    private ApiEndpoint.Result login(ApiRequest request) throws ApiError, BadArgumentException {
        if (passwords == null) {
            LoginRefusal none = LoginRefusal.NO_PASSWORD_LOGIN;
            throw ApiError.later(none.code(), none.error(), none.detail(), none.retryAfter());
        }
        String username = request.body().text("username");
        String password = request.body().text("password");
        String deviceId = request.body().optionalText("device_id").orElseGet(dependencies.deviceIds());
        DeviceKey device = Arguments.device(request.body().text("platform"), deviceId);
        Optional<Platform> platform = platforms.platform(device.platform());
        if (platform.isEmpty()) {
            throw refused(LoginRefusal.UNKNOWN_PLATFORM);
        }
        AccountState account = account(passwords.attempt(username, password, request.ip()));
        if (!platforms.mayLogIn(account.user(), platform.get())) {
            passwords.refused(username, request.ip(), LoginRefusal.ROLE_MISSING);
            throw refused(LoginRefusal.ROLE_MISSING);
        }
        Optional<IssuedTokens> issued = auth.issue(account, device);
        if (issued.isEmpty()) {
            passwords.refused(username, request.ip(), LoginRefusal.REVOKED);
            throw refused(LoginRefusal.REVOKED);
        }
        dependencies.guard().audit().loggedIn(request.ip(), account.user(), device);
        return pair(issued.get(), device.deviceId());
    }

    private static ApiError refused(LoginRefusal loginRefusal) {
        return loginRefusal.code() == ErrorCode.UNAUTHORIZED
                ? ApiError.unauthorized(loginRefusal.error(), loginRefusal.detail())
                : ApiError.of(loginRefusal.code(), loginRefusal.error(), loginRefusal.detail());
    }

    private ApiEndpoint.Result pair(IssuedTokens tokens, String deviceId) {
        TokenClaims claims = tokens.access().claims();
        ObjectNode body = AuthJson.tokens(json(), tokens.access(), tokens.refreshToken())
                .put("token_type", "Bearer")
                .put("expires_in", AuthJson.expiresIn(claims))
                .put("device_id", deviceId);
        body.set("user_info", AuthJson.user(json(), claims.user()));
        return ApiEndpoint.Result.ok(body);
    }

    private Json json() {
        return dependencies.json();
    }

    private ApiEndpoint.Result refresh(ApiRequest request) throws ApiError, BadArgumentException {
        String ip = request.ip();
        RefreshOutcome outcome = auth.refresh(request.body().text("refresh_token"), ip);
        if (outcome instanceof RefreshOutcome.Refreshed refreshed) {
            return refreshed(ip, refreshed.tokens(), Optional.empty());
        }
        if (outcome instanceof RefreshOutcome.Repeated repeated) {
            return refreshed(ip, repeated.tokens(), Optional.of(repeated.firstAddress()));
        }
        ApiError loginRefusal = refusal(outcome, ip);
        String by = outcome instanceof RefreshOutcome.Reused reused
                ? "user " + reused.grant().userId()
                : "";
        dependencies.guard().audit().refused(request.http(), ip, Credential.REFRESH_TOKEN, by, loginRefusal);
        throw loginRefusal;
    }

    private ApiEndpoint.Result refreshed(String ip, IssuedTokens tokens, Optional<String> firstIp) {
        TokenClaims claims = tokens.access().claims();
        DeviceKey device = Objects.requireNonNull(claims.device(), "our own tokens name their device");
        boolean isAnomaly =
                firstIp.filter(first -> !ClientPlace.isSame(first, ip)).isPresent();
        dependencies.guard().audit().refreshed(ip, claims.user(), device, firstIp, isAnomaly);
        return pair(tokens, device.deviceId());
    }

    private ApiError refusal(RefreshOutcome outcome, String ip) {
        Optional<Duration> wait = dependencies.guard().throttle().failed(ip);
        if (outcome instanceof RefreshOutcome.Reused reused) {
            connections
                    .endings()
                    .endDeviceSurely(reused.grant().userId(), reused.grant().device());
            return ApiError.unauthorized(
                    "refresh_reused", "This refresh token was used before; the login has been revoked.");
        }
        return wait.map(ApiError::tooManyRefusals)
                .orElseGet(() -> ApiError.unauthorized("refresh_invalid", "The refresh token is not valid."));
    }

    private ApiEndpoint.Result logout(ApiRequest request) throws ApiError, BadArgumentException {
        Optional<String> refreshToken = request.body().optionalText("refresh_token");
        TokenClaims claims = claims(request);
        String userId = claims.user().userId();
        Optional<RefreshGrant> shown = refreshToken.flatMap(auth::loginOf);
        if (shown.filter(grant -> !grant.userId().equals(userId)).isPresent()) {
            throw ApiError.of(ErrorCode.FORBIDDEN, "token_mismatch", "The refresh token belongs to another user.");
        }
        // Whoever is told 503 shows this token again: until the sessions have ended it stays good, and it goes last.
        List<DeviceKey> own = claims.device() == null ? List.of() : List.of(claims.device());
        own.forEach(device -> connections.endings().endDevice(userId, device));
        List<DeviceKey> others = shown.map(RefreshGrant::device).filter(device -> !own.contains(device)).stream()
                .toList();
        others.forEach(device -> connections.endings().endDevice(userId, device));
        shown.ifPresent(grant -> auth.revokeLogin(grant.familyId()));
        others.forEach(device -> auth.revokeDevice(userId, device));
        own.forEach(device -> auth.revokeDevice(userId, device));
        auth.revoke(claims);
        connections.endings().endThoseOn(claims);
        // Those who have come back with a token that was good until now.
        Stream.concat(others.stream(), own.stream())
                .forEach(device -> connections.endings().endDeviceSurely(userId, device));
        dependencies.guard().audit().loggedOut(request.ip(), userId, Optional.ofNullable(claims.device()));
        return ApiEndpoint.Result.ok(json().object().put("status", "logged_out"));
    }

    private static AccountState account(PasswordLogin.Outcome outcome) throws ApiError {
        if (outcome instanceof PasswordLogin.Outcome.Accepted accepted) {
            return accepted.account();
        }
        PasswordLogin.Outcome.Refused refused = (PasswordLogin.Outcome.Refused) outcome;
        LoginRefusal reason = refused.reason();
        throw reason == LoginRefusal.BAD_CREDENTIALS
                ? ApiError.unauthorized(reason.error(), reason.detail())
                : ApiError.later(reason.code(), reason.error(), reason.detail(), refused.retryAfter());
    }

    private ApiEndpoint.Result verify(ApiRequest request) {
        TokenClaims claims = claims(request);
        ObjectNode body = json().object().put("valid", true);
        body.set("user_info", AuthJson.user(json(), claims.user()));
        body.put("expires_at", MessageEncoder.rfc3339(claims.expiresAt()));
        return ApiEndpoint.Result.ok(body);
    }

    private static TokenClaims claims(ApiRequest request) {
        return ((Caller.User) request.caller()).claims();
    }
}
