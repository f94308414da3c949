package io.mychat.gateway.client;

import io.mychat.gateway.client.data.JsonObject;
import io.mychat.gateway.client.data.Position;
import io.mychat.gateway.client.data.UserInfo;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Logs in on a connection that has just been opened, and shows new tokens on one that stands. Owned by the serial queue. */
final class Login {

    private final Engine engine;

    Login(Engine engine) {
        this.engine = engine;
    }

    void begin() {
        int run = engine.run();
        String password = engine.password;
        engine.change(new ClientState.Authenticating());
        Position resume = engine.inbox.position();
        boolean resumes = resume != null && resume.isKnown();
        Session session = engine.keeper.current;
        Map<String, Object> data = new LinkedHashMap<>();
        if (password == null) {
            data.put("token", session.tokens == null ? "" : session.tokens.token());
        } else {
            data.put("username", session.username);
            data.put("password", password);
        }
        String fixed = engine.settings.deviceId();
        String device = fixed == null ? session.deviceId : fixed;
        if (device != null) {
            data.put("device_id", device);
        }
        if (resume != null && resumes) {
            data.put("resume", resume.toJson());
        }
        engine.transmit(
                        frame(password == null ? Command.TOKEN_VERIFY : Command.LOGIN, data),
                        engine.settings.liveness().openMs())
                .whenComplete((reply, failure) -> {
                    if (run != engine.run()) {
                        return;
                    }
                    if (failure == null) {
                        succeeded(reply.fields(), resumes);
                    } else {
                        failed(run, GatewayException.of(failure));
                    }
                });
    }

    private Frame.Request frame(int cmdId, Map<String, Object> data) {
        return new Frame.Request(cmdId, engine.settings.platform(), data);
    }

    /** Runs before the next frame is read. */
    private void succeeded(JsonObject reply, boolean resumed) {
        UserInfo user = UserInfo.of(reply.object("user_info"));
        String token = reply.text("token");
        if (token != null) {
            engine.access.replace(new Tokens(token, reply.text("refresh_token")));
        }
        engine.access.lasts(reply.number("expires_in"));
        Session session = engine.keeper.current;
        if (session.userId != null && !session.userId.equals(user.userId())) {
            // What is saved is another user's.
            Tokens tokens = session.tokens;
            String username = session.username;
            engine.forget();
            engine.access.replace(tokens);
            engine.keeper.current.username = username;
            if (resumed) {
                engine.abandon();
                return;
            }
        }
        keep(reply, user, resumed);
        engine.online(new ClientState.Online(user, reply.text("session_id", ""), reply.text("device_id", "")));
    }

    private void keep(JsonObject reply, UserInfo user, boolean resumed) {
        Session session = engine.keeper.current;
        session.userId = user.userId();
        session.deviceId = reply.text("device_id");
        engine.password = null;
        engine.tokenFailures = 0;
        engine.inbox.opened(reply.object("resume"), resumed);
        engine.acknowledger.loggedIn(resumed ? null : engine.inbox.position());
        @Nullable Position processed = engine.acknowledger.processed();
        if (processed != null) {
            session.position = processed;
        }
        engine.keeper.save();
    }

    private void failed(int run, GatewayException error) {
        if (error.code() != 401 || engine.password != null || ++engine.tokenFailures >= Engine.MOST_TOKEN_FAILURES) {
            engine.refused(error);
            return;
        }
        engine.access.renew().whenComplete((tokens, failure) -> {
            if (run != engine.run()) {
                return;
            }
            if (failure != null) {
                engine.refused(GatewayException.of(failure));
            } else {
                begin(); // the gateway takes several attempts on one connection
            }
        });
    }

    /** New tokens for the connection that stands. */
    void renewLive(long expiresInMs) {
        int run = engine.run();
        engine.access
                .renew()
                .thenCompose(tokens -> engine.transmit(
                        frame(Command.TOKEN_VERIFY, Map.of("token", tokens.token())),
                        RequestSettings.DEFAULT.timeoutMs()))
                .whenComplete((reply, failure) -> {
                    if (run != engine.run()) {
                        return;
                    }
                    if (failure == null) {
                        engine.access.lasts(reply.fields().number("expires_in"));
                        engine.keeper.save();
                    } else {
                        later(expiresInMs, GatewayException.of(failure));
                    }
                });
    }

    private void later(long expiresInMs, GatewayException error) {
        boolean passes = error.code() == 0 || error.code() == 429 || error.code() >= 500;
        // At the token's end the gateway closes with 4401, and the next login refreshes or stops.
        if (passes && expiresInMs > 1_000) {
            engine.after(error.retryAfterMs().orElse(expiresInMs / 4), () -> renewLive(expiresInMs / 2));
        }
    }
}
