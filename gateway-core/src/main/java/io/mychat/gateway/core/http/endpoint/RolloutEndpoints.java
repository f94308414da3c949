package io.mychat.gateway.core.http.endpoint;

import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.core.config.DrainOptions;
import io.mychat.gateway.core.http.Access;
import io.mychat.gateway.core.http.ApiEndpoint;
import io.mychat.gateway.core.http.ApiRequest;
import io.mychat.gateway.core.http.Endpoint;
import io.mychat.gateway.core.http.EndpointGroup;
import io.mychat.gateway.core.protocol.BadArgumentException;
import io.mychat.gateway.core.rollout.ClusterRebalance;
import io.mychat.gateway.core.rollout.NodeRollout;
import java.util.List;
import java.util.OptionalInt;

/** {@code POST /api/system/drain} and {@code /api/system/rebalance}: clients leave nodes for others. */
public final class RolloutEndpoints implements EndpointGroup {

    private static final int DEFAULT_TOLERANCE_PERCENT = 10;
    private static final int MAX_TOLERANCE_PERCENT = 100;

    private final NodeRollout rollout;
    private final ClusterRebalance rebalance;
    private final Json json;

    public RolloutEndpoints(NodeRollout rollout, ClusterRebalance rebalance, Json json) {
        this.rollout = rollout;
        this.rebalance = rebalance;
        this.json = json;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.post("/system/drain", Access.ADMIN, "DrainRequest", "Draining", this::drain),
                Endpoint.post("/system/rebalance", Access.ADMIN, "RebalanceRequest", "Rebalancing", this::rebalance));
    }

    private ApiEndpoint.Result drain(ApiRequest request) throws BadArgumentException {
        OptionalInt perSecond = perSecond(request);
        List<String> redirect = request.body().texts("redirect", DrainOptions.MAX_REDIRECTS);
        for (int i = 0; i < redirect.size(); i++) {
            if (!DrainOptions.isAddress(redirect.get(i))) {
                throw new BadArgumentException(
                        "bad_redirect", "$.redirect[" + i + "] must be a ws:// or wss:// address.");
            }
        }
        int connections = rollout.drain(new DrainOptions(perSecond, redirect));
        return ApiEndpoint.Result.ok(json.object().put("connections", connections));
    }

    private ApiEndpoint.Result rebalance(ApiRequest request) throws BadArgumentException {
        int tolerance = request.body()
                .number("tolerance_percent", 1, MAX_TOLERANCE_PERCENT)
                .orElse(DEFAULT_TOLERANCE_PERCENT);
        int toMove = rebalance.begin(tolerance, perSecond(request));
        return ApiEndpoint.Result.ok(json.object().put("to_move", toMove));
    }

    private static OptionalInt perSecond(ApiRequest request) throws BadArgumentException {
        return request.body().number("per_second", 1, DrainOptions.MAX_PER_SECOND);
    }
}
