package io.mychat.gateway.spring.actuator;

import io.mychat.gateway.spi.session.KickRequest;
import io.mychat.gateway.spi.session.OnlinePage;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.Sessions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * The actuator's endpoint {@code mychatsessions}: who is online, the sessions of a user, and their end. Like every
 * endpoint with such power it is not exposed until the application says so.
 *
 * @since 0.1.0
 */
@Endpoint(id = "mychatsessions")
public final class SessionsEndpoint {

    private static final int PAGE = 500;

    private final Sessions sessions;

    SessionsEndpoint(Sessions sessions) {
        this.sessions = sessions;
    }

    /** The number of the online users, and the first {@value #PAGE} of them. */
    @ReadOperation
    public Map<String, Object> online() {
        // One operation without parameters: the lines of Spring Boot mark optional ones by different annotations.
        OnlinePage page = sessions.online(PAGE, Optional.empty());
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("online", sessions.onlineCount());
        shown.put(
                "users",
                page.users().stream()
                        .map(user -> Map.of(
                                "user_id",
                                user.userId(),
                                "sessions",
                                user.sessions().stream()
                                        .map(SessionsEndpoint::show)
                                        .toList()))
                        .toList());
        shown.put("complete", page.next().isEmpty());
        return shown;
    }

    /** The sessions of a user on all nodes. */
    @ReadOperation
    public List<Map<String, Object>> sessionsOf(@Selector String userId) {
        return sessions.sessionsOf(userId).stream().map(SessionsEndpoint::show).toList();
    }

    /** Ends the sessions of a user. The tokens stay valid. */
    @DeleteOperation
    public Map<String, Object> kick(@Selector String userId) {
        return Map.of("kicked", sessions.kick(KickRequest.of(userId).by("actuator")));
    }

    private static Map<String, Object> show(Session session) {
        return Map.of(
                "session_id",
                session.id(),
                "platform",
                session.device().platform(),
                "device_id",
                session.device().deviceId(),
                "ip",
                session.ip(),
                "login_at",
                session.loginAt().toString(),
                "node",
                session.nodeId());
    }
}
