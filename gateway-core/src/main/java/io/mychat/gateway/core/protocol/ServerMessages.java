package io.mychat.gateway.core.protocol;

import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.core.codec.ServerMessage;
import io.mychat.gateway.spi.codec.Notice;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.time.Timestamp;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the notices of the server (4001 to 4005; protocol.md 1.3). Thread-safe. */
public final class ServerMessages {

    private final Json json;
    private final TimeSource time;

    public ServerMessages(Json json, TimeSource time) {
        this.json = json;
        this.time = time;
    }

    /** A pushed message, with the data as it was given. */
    public ServerMessage pushed(String userId, String data) {
        return notice(Command.PUSHED_MESSAGE, userId, data);
    }

    public ServerMessage newLogin(Session login) {
        var data = json.object()
                .put("platform", login.device().platform())
                .put("device_id", login.device().deviceId())
                .put("ip", login.ip())
                .put("login_at", Timestamp.of(login.loginAt()));
        return notice(Command.NEW_LOGIN, login.userId(), json.write(data));
    }

    public ServerMessage aboutToClose(@Nullable Session session, String reason) {
        var data = json.object().put("reason", reason);
        return notice(Command.ABOUT_TO_CLOSE, userId(session), json.write(data));
    }

    public ServerMessage tokenAboutToExpire(@Nullable Session session, Duration expiresIn) {
        var data = json.object().put("expires_in", expiresIn.toSeconds());
        return notice(Command.TOKEN_ABOUT_TO_EXPIRE, userId(session), json.write(data));
    }

    /** @param redirect the addresses of other nodes, in the order of preference; empty: the client knows where */
    public ServerMessage draining(@Nullable Session session, Duration reconnectAfter, List<String> redirect) {
        var data = json.object().put("reconnect_after_ms", reconnectAfter.toMillis());
        if (!redirect.isEmpty()) {
            redirect.forEach(data.putArray("redirect")::add);
        }
        return notice(Command.DRAINING, userId(session), json.write(data));
    }

    private ServerMessage notice(Command command, String userId, String data) {
        return new ServerMessage(new Notice(command.number(), userId, data, time.now()));
    }

    private static String userId(@Nullable Session session) {
        return session == null ? "" : session.userId();
    }
}
