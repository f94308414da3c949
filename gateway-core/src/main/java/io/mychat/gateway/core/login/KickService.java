package io.mychat.gateway.core.login;

import io.mychat.gateway.core.auth.AuthManager;
import io.mychat.gateway.core.connection.ConnectionManager;
import io.mychat.gateway.core.connection.DisconnectReason;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.event.GatewayListener;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.DeviceSelector;
import io.mychat.gateway.spi.session.KickRequest;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.time.TimeSource;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Ends sessions on request of an administrator or the host application, and revokes their tokens. Thread-safe; may
 * block, and throws {@link io.mychat.gateway.spi.StoreUnavailableException} when a store is unreachable.
 */
public final class KickService {

    private final ConnectionManager connections;
    private final AuthManager auth;
    private final Supplier<Set<String>> platforms;
    private final GatewayListener events;
    private final TimeSource time;

    /** @param platforms the names of the platforms in effect */
    public KickService(
            ConnectionManager connections,
            AuthManager auth,
            Supplier<Set<String>> platforms,
            GatewayListener events,
            TimeSource time) {
        this.connections = connections;
        this.auth = auth;
        this.platforms = platforms;
        this.events = events;
        this.time = time;
    }

    /** Returns the number of ended sessions. */
    public int kick(KickRequest request) {
        // First the tokens, so that a kicked client cannot return with one.
        if (request.revoke()) {
            revoke(request.userId(), request.devices());
        }
        DisconnectReason reason = DisconnectReason.kicked(request.reason());
        int kicked = connections
                .terminator()
                .kick(request.userId(), request.devices(), request.revoke() ? reason.withTokens() : reason);
        events.onEvent(new GatewayEvent.UserKicked(
                time.now(), request.by(), addressee(request), request.reason(), request.revoke(), kicked));
        return kicked;
    }

    private static GatewayEvent.Addressee addressee(KickRequest request) {
        return new GatewayEvent.Addressee(
                request.userId(),
                request.devices().platform(),
                request.devices().deviceId());
    }

    private void revoke(String userId, DeviceSelector devices) {
        if (devices.equals(DeviceSelector.all())) {
            auth.revokeUser(userId);
            return;
        }
        devices(userId, devices).forEach(device -> auth.revokeDevice(userId, device));
    }

    /** A named device need not be connected. For a platform without a device id, only connected devices are known. */
    private Set<DeviceKey> devices(String userId, DeviceSelector selector) {
        Set<DeviceKey> devices = connections.sessionsOf(userId).stream()
                .map(Session::device)
                .filter(selector::contains)
                .collect(Collectors.toSet());
        selector.deviceId()
                .ifPresent(id -> selector.platform()
                        .map(Set::of)
                        .orElseGet(platforms)
                        .forEach(platform -> devices.add(new DeviceKey(platform, id))));
        return devices;
    }
}
