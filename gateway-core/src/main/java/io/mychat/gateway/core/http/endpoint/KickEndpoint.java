package io.mychat.gateway.core.http.endpoint;

import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.core.http.Access;
import io.mychat.gateway.core.http.ApiEndpoint;
import io.mychat.gateway.core.http.ApiRequest;
import io.mychat.gateway.core.http.Endpoint;
import io.mychat.gateway.core.http.EndpointGroup;
import io.mychat.gateway.core.login.KickService;
import io.mychat.gateway.core.protocol.BadArgumentException;
import io.mychat.gateway.spi.session.KickRequest;
import java.util.List;

/** {@code POST /api/connections/kick}: ends a user's sessions on every node and, on request, revokes their tokens. */
public final class KickEndpoint implements EndpointGroup {

    private final KickService kicks;
    private final Json json;

    public KickEndpoint(KickService kicks, Json json) {
        this.kicks = kicks;
        this.json = json;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.post("/connections/kick", Access.ADMIN, "KickRequest", "Kicked", this::kick));
    }

    private ApiEndpoint.Result kick(ApiRequest request) throws BadArgumentException {
        Target target = Target.of(request.body());
        String reason = request.body().optionalText("reason").orElse(KickRequest.DEFAULT_REASON);
        boolean revoke = request.body().flag("revoke");
        if (!KickRequest.isValidReason(reason)) {
            throw new BadArgumentException(
                    "bad_reason", "reason must be 1 to " + KickRequest.MAX_REASON + " printable characters.");
        }
        int kicked = kicks.kick(new KickRequest(
                target.userId(),
                target.devices(),
                reason,
                revoke,
                request.caller().describe()));
        return ApiEndpoint.Result.ok(json.object().put("kicked", kicked));
    }
}
