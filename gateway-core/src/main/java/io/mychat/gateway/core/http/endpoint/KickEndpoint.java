package io.mychat.gateway.core.http.endpoint;

import io.mychat.gateway.core.auth.AuthManager;
import io.mychat.gateway.core.cluster.ClusterSessions;
import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.core.connection.DisconnectReason;
import io.mychat.gateway.core.http.Access;
import io.mychat.gateway.core.http.ApiAudit;
import io.mychat.gateway.core.http.ApiEndpoint;
import io.mychat.gateway.core.http.ApiRequest;
import io.mychat.gateway.core.http.Endpoint;
import io.mychat.gateway.core.http.EndpointGroup;
import io.mychat.gateway.core.protocol.BadArgumentException;
import io.mychat.gateway.spi.message.TextLength;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.Session;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** {@code POST /api/connections/kick}: ends a user's sessions on every node and, on request, revokes their tokens. */
public final class KickEndpoint implements EndpointGroup {

    /** The longest reason, in characters. */
    static final int MAX_REASON = 100;

    private static final String DEFAULT_REASON = "kicked";
    private static final Set<Integer> UNPRINTABLE = Set.of(
            (int) Character.CONTROL,
            (int) Character.FORMAT,
            (int) Character.LINE_SEPARATOR,
            (int) Character.PARAGRAPH_SEPARATOR,
            (int) Character.PRIVATE_USE,
            (int) Character.UNASSIGNED);

    private final ClusterSessions sessions;
    private final AuthManager auth;
    private final Supplier<Set<String>> platforms;
    private final ApiAudit audit;
    private final Json json;

    /**
     * @param platforms the names of the platforms in effect
     */
    public KickEndpoint(
            ClusterSessions sessions, AuthManager auth, Supplier<Set<String>> platforms, ApiAudit audit, Json json) {
        this.sessions = sessions;
        this.auth = auth;
        this.platforms = platforms;
        this.audit = audit;
        this.json = json;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.post("/connections/kick", Access.ADMIN, "KickRequest", "Kicked", this::kick));
    }

    private ApiEndpoint.Result kick(ApiRequest request) throws BadArgumentException {
        Target target = Target.of(request.body());
        String reason = reason(request.body().optionalText("reason"));
        boolean revoke = request.body().flag("revoke");
        // First the tokens, so that a kicked client cannot return with one.
        if (revoke) {
            revoke(target);
        }
        DisconnectReason disconnectReason = DisconnectReason.kicked(reason);
        int kicked = sessions.kick(
                target.userId(), target.devices(), revoke ? disconnectReason.withTokens() : disconnectReason);
        audit.kicked(request.caller(), target.addressee(), reason, revoke, kicked);
        return ApiEndpoint.Result.ok(json.object().put("kicked", kicked));
    }

    private void revoke(Target target) {
        if (target.isWholeUser()) {
            auth.revokeUser(target.userId());
            return;
        }
        devices(target).forEach(device -> auth.revokeDevice(target.userId(), device));
    }

    /** A named device need not be connected. For a platform without a device id, only connected devices are known. */
    private Set<DeviceKey> devices(Target target) {
        Set<DeviceKey> devices = sessions.sessionsOf(target.userId()).stream()
                .map(Session::device)
                .filter(target.devices()::contains)
                .collect(Collectors.toSet());
        target.deviceId()
                .ifPresent(id -> target.platform()
                        .map(Set::of)
                        .orElseGet(platforms)
                        .forEach(platform -> devices.add(new DeviceKey(platform, id))));
        return devices;
    }

    private static String reason(Optional<String> shown) throws BadArgumentException {
        String reason = shown.orElse(DEFAULT_REASON);
        if (reason.isBlank()
                || !TextLength.isAtMost(MAX_REASON, reason)
                || reason.codePoints().map(Character::getType).anyMatch(UNPRINTABLE::contains)) {
            throw new BadArgumentException("bad_reason", "reason must be 1 to 100 printable characters.");
        }
        return reason;
    }
}
