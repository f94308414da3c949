package io.mychat.gateway.redis.session;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.redis.client.Json;
import io.mychat.gateway.redis.client.JsonMembers;
import io.mychat.gateway.spi.session.AccountState;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.UserInfo;
import io.mychat.gateway.spi.time.Timestamp;
import java.io.IOException;
import java.time.DateTimeException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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
    private static final String EXPIRES_AT = ",\"expires_at\":";
    /** Far beyond every life, and ten times as much is still a number. */
    private static final long MOST_MILLIS = 1L << 53;

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

    /** When what is stored ends (ms, in Redis's time), as the scripts write it last; 0 when the text does not say. */
    static long endOf(String text) {
        int at = text.lastIndexOf(EXPIRES_AT);
        long end = 0;
        for (int i = at < 0 ? text.length() : at + EXPIRES_AT.length(); i < text.length() - 1; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9' || end > MOST_MILLIS) {
                return 0;
            }
            end = 10 * end + c - '0';
        }
        return end;
    }

    /** Reads what a script returns; empty when it is no session. */
    static Optional<SessionRecord> read(String text) {
        try (JsonMembers json = JsonMembers.of(text)) {
            return new Stored(json).record();
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            LOG.debug("not a session", e);
            return Optional.empty();
        }
    }

    /** The members of a stored session, read without a tree: each login reads several sessions. */
    private static final class Stored {

        private int version = -1;
        private @Nullable String sessionId;
        private @Nullable String userId;
        private @Nullable String username;
        /** A release that wrote no fingerprint knew none. */
        private @Nullable String account;

        private final Set<String> roles = new LinkedHashSet<>(4);
        private @Nullable String platform;
        private @Nullable String deviceId;
        private @Nullable String ip;
        private @Nullable String loginAt;
        private @Nullable String nodeId;
        private @Nullable String incarnation;
        private long loginSeq;
        private long expiresAt;

        Stored(JsonMembers json) throws IOException {
            String name;
            while ((name = json.next()) != null) {
                switch (name) {
                    case "v" -> version = (int) json.number(-1);
                    case "session_id" -> sessionId = json.text();
                    case "user_id" -> userId = json.text();
                    case "username" -> username = json.text();
                    case "account" -> account = json.text();
                    case "roles" -> json.texts(roles);
                    case "platform" -> platform = json.text();
                    case "device_id" -> deviceId = json.text();
                    case "ip" -> ip = json.text();
                    case "login_at" -> loginAt = json.text();
                    case "node_id" -> nodeId = json.text();
                    case "incarnation" -> incarnation = json.text();
                    case "login_seq" -> loginSeq = json.number(0);
                    case "expires_at" -> expiresAt = json.number(0);
                    default -> {
                        // of a later release
                    }
                }
            }
        }

        Optional<SessionRecord> record() {
            if (!Json.isReadable(version)) {
                return Optional.empty();
            }
            UserInfo user = new UserInfo(needed(userId), needed(username), roles);
            Session session = new Session(
                    needed(sessionId),
                    new AccountState(user, account == null ? "" : account),
                    new DeviceKey(needed(platform), needed(deviceId)),
                    needed(ip),
                    Timestamp.parse(needed(loginAt)),
                    loginSeq,
                    needed(nodeId));
            return Optional.of(new SessionRecord(session, needed(incarnation), expiresAt));
        }

        private static String needed(@Nullable String member) {
            if (member == null) {
                throw new IllegalArgumentException("a text is missing");
            }
            return member;
        }
    }
}
