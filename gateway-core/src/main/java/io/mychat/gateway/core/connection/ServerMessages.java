package io.mychat.gateway.core.connection;

import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.core.codec.MessageEncoder;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the server tells a client of its own accord: the 4xxx messages of protocol.md 1.3, encoded. Thread-safe. */
public final class ServerMessages {

    private static final long PUSHED = 4001;
    private static final long NEW_LOGIN = 4002;
    private static final long ABOUT_TO_CLOSE = 4003;
    private static final long TOKEN_ABOUT_TO_EXPIRE = 4004;
    private static final long DRAINING = 4005;

    private final Json json;
    private final MessageEncoder encoder;
    private final TimeSource time;

    public ServerMessages(Json json, MessageEncoder encoder, TimeSource time) {
        this.json = json;
        this.encoder = encoder;
        this.time = time;
    }

    /** Exactly what was pushed. */
    public byte[] pushed(String userId, String data) {
        return encoder.notice(PUSHED, userId, data, time.now());
    }

    byte[] newLogin(Session login) {
        var data = json.object()
                .put("platform", login.device().platform())
                .put("device_id", login.device().deviceId())
                .put("ip", login.ip())
                .put("login_at", MessageEncoder.rfc3339(login.loginAt()));
        return encoder.notice(NEW_LOGIN, login.userId(), json.write(data), time.now());
    }

    byte[] aboutToClose(@Nullable Session session, String reason) {
        var data = json.object().put("reason", reason);
        return encoder.notice(ABOUT_TO_CLOSE, userId(session), json.write(data), time.now());
    }

    byte[] tokenAboutToExpire(@Nullable Session session, Duration expiresIn) {
        var data = json.object().put("expires_in", expiresIn.toSeconds());
        return encoder.notice(TOKEN_ABOUT_TO_EXPIRE, userId(session), json.write(data), time.now());
    }

    byte[] draining(@Nullable Session session, Duration reconnectAfter) {
        var data = json.object().put("reconnect_after_ms", reconnectAfter.toMillis());
        return encoder.notice(DRAINING, userId(session), json.write(data), time.now());
    }

    private static String userId(@Nullable Session session) {
        return session == null ? "" : session.userId();
    }
}
