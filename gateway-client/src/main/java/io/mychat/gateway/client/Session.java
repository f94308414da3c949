package io.mychat.gateway.client;

import io.mychat.gateway.client.data.JsonObject;
import io.mychat.gateway.client.data.Outgoing;
import io.mychat.gateway.client.data.Position;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a client keeps from one process to the next; owned by the serial queue. */
final class Session {

    private static final int OWN = 100;

    @Nullable
    String userId;

    @Nullable
    String username; // of the last login by password

    @Nullable
    String deviceId;

    @Nullable
    Tokens tokens;

    @Nullable
    Position position; // where the delivery of messages resumes

    private final Deque<String> own = new ArrayDeque<>();

    /** The ids of the newest messages of this client's own, whose copies are no news after a restart. */
    List<String> own() {
        return List.copyOf(own);
    }

    /** A message of this client's own is stored. */
    void sent(String messageId) {
        own.add(messageId);
        if (own.size() > OWN) {
            own.remove();
        }
    }

    static Session of(JsonObject json) {
        Session session = new Session();
        session.userId = json.text("user_id");
        session.username = json.text("username");
        session.deviceId = json.text("device_id");
        JsonObject tokens = json.object("tokens");
        String token = tokens.text("token");
        session.tokens =
                token == null ? null : new Tokens(token, tokens.text("refresh_token"), tokens.number("expires_at"));
        Position saved = Position.of(json.object("position"));
        session.position = saved.isKnown() ? saved : null;
        json.texts("own").forEach(session::sent);
        return session;
    }

    /** The same names as in the client for TypeScript; empty where nothing is worth keeping. */
    Map<String, Object> toJson(List<Outgoing> outbox) {
        Map<String, Object> json = new LinkedHashMap<>();
        put(json, "user_id", userId);
        put(json, "username", username);
        put(json, "device_id", deviceId);
        if (tokens != null) {
            Map<String, Object> access = new LinkedHashMap<>();
            put(access, "token", tokens.token());
            put(access, "refresh_token", tokens.refreshToken());
            tokens.expiresAt().ifPresent(moment -> access.put("expires_at", moment));
            json.put("tokens", access);
        }
        if (position != null && position.isKnown()) {
            json.put("position", position.toJson());
        }
        if (!outbox.isEmpty()) {
            json.put("outbox", outbox.stream().map(Outgoing::toJson).toList());
        }
        if (!own.isEmpty()) {
            json.put("own", own());
        }
        return json;
    }

    private static void put(Map<String, Object> json, String name, @Nullable Object value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
