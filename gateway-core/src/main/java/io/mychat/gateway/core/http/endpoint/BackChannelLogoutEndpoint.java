package io.mychat.gateway.core.http.endpoint;

import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.core.http.Access;
import io.mychat.gateway.core.http.ApiAudit;
import io.mychat.gateway.core.http.ApiEndpoint;
import io.mychat.gateway.core.http.ApiError;
import io.mychat.gateway.core.http.ApiRequest;
import io.mychat.gateway.core.http.Endpoint;
import io.mychat.gateway.core.http.EndpointGroup;
import io.mychat.gateway.core.login.ProviderLogouts;
import io.mychat.gateway.core.protocol.BadArgumentException;
import io.mychat.gateway.spi.event.GatewayEvent.Credential;
import io.mychat.gateway.spi.message.ErrorCode;
import java.util.List;

/** Takes the logouts of OpenID Connect providers (Back-Channel Logout 1.0). */
public final class BackChannelLogoutEndpoint implements EndpointGroup {

    private final ProviderLogouts logouts;
    private final ApiAudit audit;
    private final Json json;

    public BackChannelLogoutEndpoint(ProviderLogouts logouts, ApiAudit audit, Json json) {
        this.logouts = logouts;
        this.audit = audit;
        this.json = json;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.form(
                "/auth/backchannel-logout", Access.ANYONE, "BackChannelLogout", "LoggedOut", this::logout));
    }

    private ApiEndpoint.Result logout(ApiRequest request) throws ApiError, BadArgumentException {
        if (!logouts.hasProviders()) {
            throw ApiError.of(ErrorCode.NOT_FOUND, "no_provider", "This gateway trusts no provider of logins.");
        }
        String ip = request.ip();
        ProviderLogouts.Outcome outcome = logouts.end(request.body().text("logout_token"), ip);
        if (outcome instanceof ProviderLogouts.Outcome.Ended) {
            return ApiEndpoint.Result.ok(json.object().put("status", "logged_out"));
        }
        ApiError error = outcome instanceof ProviderLogouts.Outcome.Throttled throttled
                ? ApiError.tooManyRefusals(throttled.retryAfter())
                : ApiError.of(
                        ErrorCode.BAD_REQUEST, "invalid_request", ((ProviderLogouts.Outcome.Refused) outcome).detail());
        audit.refused(request.http(), ip, Credential.ACCESS_TOKEN, "", error);
        throw error;
    }
}
