package io.mychat.gateway.core.processor;

import io.mychat.gateway.core.connection.ConnectionManager;
import io.mychat.gateway.core.connection.MultiPlatformAuthManager;
import io.mychat.gateway.core.router.Route;
import io.mychat.gateway.core.router.RouterManager;
import io.mychat.gateway.spi.message.ErrorCode;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.message.Sensitivity;
import io.mychat.gateway.spi.session.Session;
import org.jspecify.annotations.Nullable;

/**
 * AuthenticationCache of specification 10.5: decides whether a session may send a command, without a cache of its own.
 * For PUBLIC and NORMAL commands it reads the session's state in memory, for SENSITIVE ones it asks the session store.
 * Thread-safe.
 */
final class AuthenticationGate {

    private static final Reply UNAUTHORIZED =
            Reply.failure(ErrorCode.UNAUTHORIZED, "not_authenticated", "Log in first: send 1001 or 1002.");
    private static final Reply UNKNOWN =
            Reply.failure(ErrorCode.NOT_FOUND, "unknown_command", "There is no such command.");
    private static final Reply FORBIDDEN =
            Reply.failure(ErrorCode.FORBIDDEN, "role_required", "You lack the role that this command requires.");

    private final RouterManager router;
    private final MultiPlatformAuthManager platforms;
    private final ConnectionManager connections;

    AuthenticationGate(RouterManager router, MultiPlatformAuthManager platforms, ConnectionManager connections) {
        this.router = router;
        this.platforms = platforms;
        this.connections = connections;
    }

    /** Decides from memory alone. Does not block. */
    GateVerdict check(long cmdId, @Nullable Session session) {
        Route route = router.route(cmdId);
        if (session == null) {
            return route != null
                            && route.sensitivity() == Sensitivity.PUBLIC
                            && route.roles().isEmpty()
                    ? new GateVerdict.Pass(route, false)
                    : new GateVerdict.Refuse(UNAUTHORIZED);
        }
        if (route == null) {
            return new GateVerdict.Refuse(UNKNOWN);
        }
        if (!route.roles().isEmpty()
                && route.roles().stream().noneMatch(session.user().roles()::contains)) {
            return new GateVerdict.Refuse(FORBIDDEN);
        }
        boolean confirm = route.sensitivity() == Sensitivity.SENSITIVE
                || platforms.isStrict(session.device().platform());
        return new GateVerdict.Pass(route, confirm);
    }

    /** Asks the store whether the session is still valid. May block. */
    boolean confirm(Session session) {
        return connections.lookup().isCurrent(session);
    }
}
