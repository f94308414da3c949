package io.mychat.gateway.core.login;

import io.mychat.gateway.core.auth.AuthManager;
import io.mychat.gateway.core.connection.SessionTerminator;
import io.mychat.gateway.core.hook.HookSlot;
import io.mychat.gateway.spi.auth.RefreshGrant;
import io.mychat.gateway.spi.auth.TokenClaims;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.event.GatewayListener;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.time.TimeSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Ends the tokens and sessions of a login. Thread-safe. May block, and throws {@link
 * io.mychat.gateway.spi.StoreUnavailableException} when a store is unreachable.
 */
public final class LogoutService {

    private final AuthManager auth;
    private final SessionTerminator sessions;
    private final GatewayListener events;
    private final HookSlot hooks;
    private final TimeSource time;

    /** @param hooks are told of logouts */
    public LogoutService(
            AuthManager auth, SessionTerminator sessions, GatewayListener events, HookSlot hooks, TimeSource time) {
        this.hooks = hooks;
        this.auth = auth;
        this.sessions = sessions;
        this.events = events;
        this.time = time;
    }

    /** Tells the hooks that a session is about to end itself (1003). */
    public void announceLogout(Session session) {
        hooks.get().onLogout(session.userId(), Optional.of(session.device()));
    }

    /** Reports that a session has ended itself (1003). */
    public void reportLogout(Session session) {
        events.onEvent(
                new GatewayEvent.LoggedOut(time.now(), session.ip(), session.userId(), Optional.of(session.device())));
    }

    /**
     * Reports that a session has ended a device of its user (1005).
     *
     * @param ended the number of ended sessions
     */
    public void reportDrop(Session by, DeviceKey device, int ended) {
        events.onEvent(new GatewayEvent.DeviceDropped(time.now(), by, device, ended));
    }

    /** Revokes all tokens of a device. */
    public void revokeTokens(String userId, DeviceKey device) {
        auth.revokeDevice(userId, device);
    }

    /**
     * Revokes all tokens of a session's device.
     *
     * @param foreign tokens of another issuer that its connection has shown: they belong to no login that the store
     *     knows of
     */
    public void revokeTokens(Session session, List<TokenClaims> foreign) {
        revokeTokens(session.userId(), session.device());
        foreign.forEach(auth::revoke);
    }

    /**
     * Ends the login of an access token: its device's tokens and sessions, on every node.
     *
     * @param refreshToken its login ends, too
     * @return false: the refresh token belongs to another user, and nothing has ended
     */
    public boolean logOut(TokenClaims claims, Optional<String> refreshToken) {
        String userId = claims.user().userId();
        Optional<RefreshGrant> shown = refreshToken.flatMap(auth::loginOf);
        if (shown.filter(grant -> !grant.userId().equals(userId)).isPresent()) {
            return false;
        }
        hooks.get().onLogout(userId, Optional.ofNullable(claims.device()));
        // A client that gets 503 repeats the call with this token, which is therefore revoked last.
        List<DeviceKey> own = claims.device() == null ? List.of() : List.of(claims.device());
        own.forEach(device -> sessions.logOutDevice(userId, device));
        List<DeviceKey> others = shown.map(RefreshGrant::device).filter(device -> !own.contains(device)).stream()
                .toList();
        others.forEach(device -> sessions.logOutDevice(userId, device));
        shown.ifPresent(grant -> auth.revokeLogin(grant.familyId()));
        others.forEach(device -> auth.revokeDevice(userId, device));
        own.forEach(device -> auth.revokeDevice(userId, device));
        auth.revoke(claims);
        sessions.endThoseOn(claims);
        // Clients may have returned with a token that was valid until now.
        Stream.concat(others.stream(), own.stream()).forEach(device -> sessions.endDeviceSurely(userId, device));
        return true;
    }
}
