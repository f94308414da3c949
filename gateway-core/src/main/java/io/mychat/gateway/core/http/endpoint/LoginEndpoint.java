package io.mychat.gateway.core.http.endpoint;

import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.core.http.Access;
import io.mychat.gateway.core.http.ApiAudit;
import io.mychat.gateway.core.http.ApiEndpoint;
import io.mychat.gateway.core.http.ApiError;
import io.mychat.gateway.core.http.ApiRequest;
import io.mychat.gateway.core.http.Endpoint;
import io.mychat.gateway.core.http.EndpointGroup;
import io.mychat.gateway.core.login.LoginDecision;
import io.mychat.gateway.core.login.LoginRefusal;
import io.mychat.gateway.core.login.LoginService;
import io.mychat.gateway.core.login.PasswordRequest;
import io.mychat.gateway.core.protocol.BadArgumentException;
import io.mychat.gateway.spi.auth.IssuedTokens;
import io.mychat.gateway.spi.message.ErrorCode;
import io.mychat.gateway.spi.session.DeviceKey;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/** {@code POST /api/auth/login}: translates for the {@link LoginService}. A login here takes no seat. */
public final class LoginEndpoint implements EndpointGroup {

    private final LoginService logins;
    private final ApiAudit audit;
    private final Json json;
    private final Executor threads;

    /** @param threads runs logins, which wait for the check of their passwords; rejects those beyond its bound */
    public LoginEndpoint(LoginService logins, ApiAudit audit, Json json, Executor threads) {
        this.logins = logins;
        this.audit = audit;
        this.json = json;
        this.threads = threads;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.post("/auth/login", Access.ANYONE, "LoginRequest", "Tokens", this::login)
                .on(threads));
    }

    private ApiEndpoint.Result login(ApiRequest request) throws ApiError, BadArgumentException {
        if (!logins.takesPasswords()) {
            throw error(LoginRefusal.NO_PASSWORD_LOGIN);
        }
        String username = request.body().text("username");
        String password = request.body().text("password");
        Optional<String> deviceId = request.body().optionalText("device_id");
        DeviceKey device = logins.device(request.body().text("platform"), deviceId);
        LoginDecision<IssuedTokens> decision =
                logins.logIn(new PasswordRequest(username, password, device), request.ip());
        if (decision instanceof LoginDecision.Refused<IssuedTokens> refused) {
            throw error(refused.reason());
        }
        IssuedTokens tokens = ((LoginDecision.Granted<IssuedTokens>) decision).value();
        audit.loggedIn(request.ip(), tokens.access().claims().user(), device);
        return TokenEndpoints.pair(json, tokens, device);
    }

    private static ApiError error(LoginRefusal reason) {
        if (reason.retryAfter().isPresent()) {
            return ApiError.later(
                    reason.code(),
                    reason.error(),
                    reason.detail(),
                    reason.retryAfter().get());
        }
        return reason.code() == ErrorCode.UNAUTHORIZED
                ? ApiError.unauthorized(reason.error(), reason.detail())
                : ApiError.of(reason.code(), reason.error(), reason.detail());
    }
}
