package io.mychat.gateway.core.http.endpoint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.core.cluster.ClusterSessions;
import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.core.codec.MessageEncoder;
import io.mychat.gateway.core.connection.ConnectionManager;
import io.mychat.gateway.core.http.Access;
import io.mychat.gateway.core.http.ApiEndpoint;
import io.mychat.gateway.core.http.ApiRequest;
import io.mychat.gateway.core.http.Endpoint;
import io.mychat.gateway.core.http.EndpointGroup;
import io.mychat.gateway.core.protocol.BadArgumentException;
import io.mychat.gateway.spi.session.ConnectionStats;
import io.mychat.gateway.spi.session.OnlinePage;
import io.mychat.gateway.spi.session.OnlineUser;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.UserInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@code /api/connections}: connections and online users of all nodes. */
public final class ConnectionEndpoints implements EndpointGroup {

    /** The default size of a page. */
    static final int DEFAULT_PAGE = 100;

    /** The largest number of users on a page. */
    static final int MAX_PAGE = 1000;

    private final ClusterSessions sessions;
    private final ConnectionManager connections;
    private final Json json;

    public ConnectionEndpoints(ClusterSessions sessions, ConnectionManager connections, Json json) {
        this.sessions = sessions;
        this.connections = connections;
        this.json = json;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/connections/stats", Access.ADMIN, "ConnectionStats", this::stats)
                        .polled(),
                Endpoint.get("/connections/online", Access.ADMIN, "OnlinePage", this::online));
    }

    private ApiEndpoint.Result stats(ApiRequest request) {
        ConnectionStats stats = sessions.count();
        ObjectNode body = json.object();
        count(body, stats.total(), stats.authenticated(), stats.byPlatform());
        body.put("node", stats.nodes().get(0).node());
        ArrayNode shares = body.putArray("nodes");
        stats.nodes()
                .forEach(node -> count(
                        shares.addObject().put("node", node.node()),
                        node.total(),
                        node.authenticated(),
                        new TreeMap<>(node.byPlatform())));
        stats.missing().forEach(body.putArray("missing_nodes")::add);
        return ApiEndpoint.Result.ok(body);
    }

    private static void count(ObjectNode body, int total, int authenticated, Map<String, Integer> byPlatform) {
        body.put("total", total).put("authenticated", authenticated).put("unauthenticated", total - authenticated);
        byPlatform.forEach(body.putObject("by_platform")::put);
    }

    private ApiEndpoint.Result online(ApiRequest request) throws BadArgumentException {
        int limit = request.number("limit", DEFAULT_PAGE, 1, MAX_PAGE);
        Optional<String> userId = request.parameter("user_id");
        if (userId.isPresent()) {
            return answer(of(userId.get()));
        }
        OnlinePage page;
        try {
            page = connections.online(limit, request.parameter("cursor"));
        } catch (IllegalArgumentException e) {
            throw new BadArgumentException("bad_cursor", "cursor must be the next_cursor of an earlier page.");
        }
        return answer(page);
    }

    /** The one user with this id, if online. */
    private OnlinePage of(String userId) throws BadArgumentException {
        if (!UserInfo.isValidUserId(userId)) {
            throw new BadArgumentException(
                    "bad_user_id", "user_id must be 1 to 128 bytes of UTF-8 without control characters.");
        }
        List<Session> found = sessions.sessionsOf(userId);
        return new OnlinePage(
                found.isEmpty() ? List.of() : List.of(new OnlineUser(userId, found)), Optional.empty(), 0);
    }

    private ApiEndpoint.Result answer(OnlinePage page) {
        ObjectNode body = json.object();
        ArrayNode users = body.putArray("users");
        page.users().forEach(user -> describe(users.addObject(), user));
        body.put("next_cursor", page.next().orElse(null));
        body.put("unknown", page.unknown());
        return ApiEndpoint.Result.ok(body);
    }

    private static void describe(ObjectNode body, OnlineUser user) {
        ArrayNode list = body.put("user_id", user.userId()).putArray("sessions");
        for (Session session : user.sessions()) {
            list.addObject()
                    .put("session_id", session.id())
                    .put("device_id", session.device().deviceId())
                    .put("platform", session.device().platform())
                    .put("node", session.nodeId())
                    .put("ip", session.ip())
                    .put("connected_at", MessageEncoder.rfc3339(session.loginAt()));
        }
    }
}
