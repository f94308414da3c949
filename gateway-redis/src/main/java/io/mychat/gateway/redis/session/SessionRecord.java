package io.mychat.gateway.redis.session;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.redis.client.Json;
import io.mychat.gateway.spi.session.AccountState;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.UserInfo;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session as it is stored: a field and a JSON object, to which the scripts add what they decide.
 *
 * @param incarnation the incarnation of the session's node
 * @param expiresAt by Redis's clock, in milliseconds; the scripts' affair, 0 in what they have not written
 */
record SessionRecord(Session session, String incarnation, long expiresAt) {

    private static final Logger LOG = LoggerFactory.getLogger(SessionRecord.class);

    static String field(DeviceKey device) {
        return device.platform() + ":" + device.deviceId();
    }

    /** The object without login_seq, last_active and expires_at. */
    String body() {
        ObjectNode json = Json.object()
                .put("session_id", session.id())
                .put("user_id", session.userId())
                .put("username", session.user().username());
        if (session.account().isKnown()) {
            json.put("account", session.account().fingerprint());
        }
        ArrayNode roles = json.putArray("roles");
        session.user().roles().stream().sorted().forEach(roles::add);
        json.put("platform", session.device().platform())
                .put("device_id", session.device().deviceId())
                .put("ip", session.ip())
                .put("login_at", session.loginAt().toString())
                .put("node_id", session.nodeId())
                .put("incarnation", incarnation);
        return Json.text(json);
    }

    /** Whether a stored text is this record of this very session; what the scripts add besides may differ. */
    boolean isStoredIn(String text) {
        String body = body();
        return text.regionMatches(0, body, 0, body.length() - 1)
                && text.indexOf(",\"login_seq\":" + session.loginSeq() + ',', body.length() - 1) >= 0;
    }

    /** Reads what a script returns; empty when it is no session. */
    static Optional<SessionRecord> read(String text) {
        return Json.read(text).flatMap(SessionRecord::read);
    }

    private static Optional<SessionRecord> read(JsonNode json) {
        try {
            Set<String> roles = new LinkedHashSet<>();
            json.path("roles").forEach(role -> roles.add(role.asText()));
            UserInfo user = new UserInfo(text(json, "user_id"), text(json, "username"), roles);
            Session session = new Session(
                    text(json, "session_id"),
                    // A release that wrote no fingerprint knew none.
                    new AccountState(user, json.path("account").asText()),
                    new DeviceKey(text(json, "platform"), text(json, "device_id")),
                    text(json, "ip"),
                    Instant.parse(text(json, "login_at")),
                    json.path("login_seq").asLong(),
                    text(json, "node_id"));
            return Optional.of(new SessionRecord(
                    session, text(json, "incarnation"), json.path("expires_at").asLong()));
        } catch (IllegalArgumentException | DateTimeException e) {
            LOG.debug("not a session", e);
            return Optional.empty();
        }
    }

    private static String text(JsonNode json, String name) {
        JsonNode value = json.path(name);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("no text " + name);
        }
        return value.textValue();
    }
}
