package io.mychat.gateway.core.host;

import io.mychat.gateway.core.cluster.ClusterSessions;
import io.mychat.gateway.core.connection.ConnectionManager;
import io.mychat.gateway.core.login.KickService;
import io.mychat.gateway.core.push.PushData;
import io.mychat.gateway.core.push.PushService;
import io.mychat.gateway.core.threads.AsyncCalls;
import io.mychat.gateway.spi.session.ConnectionStats;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.KickRequest;
import io.mychat.gateway.spi.session.OnlinePage;
import io.mychat.gateway.spi.session.PushOutcome;
import io.mychat.gateway.spi.session.PushRequest;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.Sessions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The sessions of all users for handlers and the host application. Thread-safe; may block as the port says. */
public final class HostSessions implements Sessions {

    private final ConnectionManager connections;
    private final ClusterSessions cluster;
    private final Services services;
    private final PushData pushData;
    private final AsyncCalls async;

    /** The services that the HTTP API uses, too. */
    public record Services(PushService pushes, KickService kicks) {}

    public HostSessions(
            ConnectionManager connections,
            ClusterSessions cluster,
            Services services,
            PushData pushData,
            AsyncCalls async) {
        this.connections = connections;
        this.cluster = cluster;
        this.services = services;
        this.pushData = pushData;
        this.async = async;
    }

    @Override
    public int pushToUser(String userId, String data) {
        Objects.requireNonNull(userId, "userId");
        return cluster.push(userId, null, null, pushData.checked(Objects.requireNonNull(data, "data")));
    }

    @Override
    public CompletionStage<Integer> pushToUserAsync(String userId, String data) {
        Objects.requireNonNull(userId, "userId");
        String checked = pushData.checked(Objects.requireNonNull(data, "data"));
        return async.call(() -> cluster.push(userId, null, null, checked));
    }

    @Override
    public CompletionStage<Integer> pushToDeviceAsync(String userId, DeviceKey device, String data) {
        Objects.requireNonNull(userId, "userId");
        Objects.requireNonNull(device, "device");
        String checked = pushData.checked(Objects.requireNonNull(data, "data"));
        return async.call(() -> cluster.push(userId, device.platform(), device.deviceId(), checked));
    }

    @Override
    public int pushToDevice(String userId, DeviceKey device, String data) {
        Objects.requireNonNull(userId, "userId");
        Objects.requireNonNull(device, "device");
        return cluster.push(
                userId, device.platform(), device.deviceId(), pushData.checked(Objects.requireNonNull(data, "data")));
    }

    @Override
    public PushOutcome push(PushRequest request) {
        pushData.checked(Objects.requireNonNull(request, "request").data());
        return services.pushes().push(request, PushService.HOST);
    }

    @Override
    public CompletionStage<PushOutcome> pushAsync(PushRequest request) {
        pushData.checked(Objects.requireNonNull(request, "request").data());
        return async.call(() -> services.pushes().push(request, PushService.HOST));
    }

    @Override
    public List<Session> sessionsOf(String userId) {
        return connections.sessionsOf(Objects.requireNonNull(userId, "userId"));
    }

    @Override
    public CompletionStage<List<Session>> sessionsOfAsync(String userId) {
        Objects.requireNonNull(userId, "userId");
        return async.call(() -> connections.sessionsOf(userId));
    }

    @Override
    public Optional<String> userOf(String sessionId) {
        return connections.lookup().userOf(Objects.requireNonNull(sessionId, "sessionId"));
    }

    @Override
    public CompletionStage<Optional<String>> userOfAsync(String sessionId) {
        Objects.requireNonNull(sessionId, "sessionId");
        return async.call(() -> connections.lookup().userOf(sessionId));
    }

    @Override
    public boolean isAuthenticated(String sessionId, Duration maxAge) {
        checkEvidence(sessionId, maxAge);
        return connections.lookup().isAuthenticated(sessionId, maxAge);
    }

    @Override
    public CompletionStage<Boolean> isAuthenticatedAsync(String sessionId, Duration maxAge) {
        checkEvidence(sessionId, maxAge);
        return async.call(() -> connections.lookup().isAuthenticated(sessionId, maxAge));
    }

    private static void checkEvidence(String sessionId, Duration maxAge) {
        Objects.requireNonNull(sessionId, "sessionId");
        if (Objects.requireNonNull(maxAge, "maxAge").isNegative()) {
            throw new IllegalArgumentException("maxAge must not be negative: " + maxAge);
        }
    }

    @Override
    public int kick(KickRequest request) {
        return services.kicks().kick(Objects.requireNonNull(request, "request"));
    }

    @Override
    public CompletionStage<Integer> kickAsync(KickRequest request) {
        Objects.requireNonNull(request, "request");
        return async.call(() -> services.kicks().kick(request));
    }

    @Override
    public boolean end(String sessionId) {
        return connections.terminator().unbind(Objects.requireNonNull(sessionId, "sessionId"));
    }

    @Override
    public CompletionStage<Boolean> endAsync(String sessionId) {
        Objects.requireNonNull(sessionId, "sessionId");
        return async.call(() -> connections.terminator().unbind(sessionId));
    }

    @Override
    public long onlineCount() {
        return connections.onlineCount();
    }

    @Override
    public CompletionStage<Long> onlineCountAsync() {
        return async.call(connections::onlineCount);
    }

    @Override
    public OnlinePage online(int limit, Optional<String> cursor) {
        checkPage(limit, cursor);
        return connections.online(limit, cursor);
    }

    @Override
    public CompletionStage<OnlinePage> onlineAsync(int limit, Optional<String> cursor) {
        checkPage(limit, cursor);
        return async.call(() -> connections.online(limit, cursor));
    }

    private static void checkPage(int limit, Optional<String> cursor) {
        Objects.requireNonNull(cursor, "cursor");
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1: " + limit);
        }
    }

    @Override
    public ConnectionStats connections() {
        return cluster.count();
    }

    @Override
    public CompletionStage<ConnectionStats> connectionsAsync() {
        return async.call(cluster::count);
    }
}
