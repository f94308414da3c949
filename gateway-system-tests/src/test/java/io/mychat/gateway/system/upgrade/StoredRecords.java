package io.mychat.gateway.system.upgrade;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.redis.testing.RedisProcess;
import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestHttpClient;
import io.mychat.gateway.testkit.TestMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Objects;
import java.util.TreeSet;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.RestoreParams;

/**
 * Everything that a gateway keeps in Redis after a short story, and what its clients hold. The file was made by the
 * previous release and is made again when a release is out, never to make a test pass:
 *
 * <pre>{@code mvn -pl gateway-system-tests -am -Dtest=StoredRecordsTest -Dsurefire.failIfNoSpecifiedTests=false
 *     -Drecords.write=src/test/resources/upgrade/stored-records.json test}</pre>
 *
 * Times in it are far in the future, so that nothing of it expires, but for the ids of messages (client_msg_id): these are known
 * for {@code messages.dedupe_hours} from their first use on, and so for the longest that the setting allows, a year.
 */
final class StoredRecords {

    static final String FILE = "/upgrade/stored-records.json";

    private static final long TEN_YEARS = 315_360_000;
    private static final int HOURS_OF_A_YEAR = 8760;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private StoredRecords() {}

    static LiveGateway gateway(RedisProcess redis, String nodeId) throws IOException {
        return LiveGateway.start(builder -> builder.setting("redis.host", "127.0.0.1")
                .setting("redis.port", redis.port())
                .setting("server.node_id", nodeId)
                .setting("auth.token_expire_seconds", TEN_YEARS)
                .setting("auth.refresh_expire_seconds", TEN_YEARS)
                .setting("auth.refresh_family_max_seconds", TEN_YEARS)
                .setting("messages.retention_days", 3650)
                .setting("messages.dedupe_hours", HOURS_OF_A_YEAR));
    }

    /** Plays the story with this release, and writes the file. */
    static void write(Path file) throws IOException {
        ObjectNode held = JSON.createObjectNode();
        try (RedisProcess redis = RedisProcess.start();
                LiveGateway gateway = gateway(redis, "old")) {
            story(gateway, held);
            ObjectNode all = JSON.createObjectNode();
            all.set("held", held);
            dump(redis, all.putArray("keys"));
            Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(all) + "\n");
        }
    }

    private static void story(LiveGateway gateway, ObjectNode held) {
        TestClient alice = gateway.connect();
        held.put(
                "alice_token",
                alice.login("alice", LiveGateway.PASSWORD, "web", "w").text("token"));
        TestClient bob = gateway.connect();
        TestMessage login = bob.login("bob", LiveGateway.PASSWORD, "android", "b");
        held.put("bob_token", login.text("token")).put("bob_refresh_token", login.text("refresh_token"));
        for (String text : new String[] {"one", "two", "三"}) {
            TestMessage sent = alice.request(
                    2001, "{\"to_user\":\"bob\",\"content\":\"" + text + "\",\"client_msg_id\":\"c-" + text + "\"}");
            held.put("message_" + text, sent.text("message_id"));
            held.put("epoch", bob.next(2003).text("epoch"));
        }
        bob.request(2004, "{\"inbox_seq\":1}");
        TestClient carol = gateway.connect();
        held.put(
                "revoked_token",
                carol.login("carol", LiveGateway.PASSWORD, "web", "c").text("token"));
        carol.request(1003, "{}");
        carol.closeCode();
        TestHttpClient http = gateway.http();
        String first = http.post("/api/auth/login", login("dave")).text("refresh_token");
        held.put("used_refresh_token", first);
        held.put(
                "dave_refresh_token",
                http.post("/api/auth/refresh", "{\"refresh_token\":\"" + first + "\"}")
                        .text("refresh_token"));
        TestHttpClient root =
                http.withToken(http.post("/api/auth/login", login("root")).text("token"));
        root.post("/api/bans", "{\"user_id\":\"mallory\",\"reason\":\"spam\"}");
        root.withHeader("Idempotency-Key", "k-1")
                .post("/api/messages/push", "{\"user_id\":\"bob\",\"message\":{\"say\":\"hello\"}}");
        held.put("root_token", http.post("/api/auth/login", login("root")).text("token"));
    }

    private static String login(String user) {
        return "{\"username\":\"" + user + "\",\"password\":\"" + LiveGateway.PASSWORD
                + "\",\"platform\":\"web\",\"device_id\":\"h\"}";
    }

    private static void dump(RedisProcess redis, ArrayNode keys) {
        try (Jedis jedis = redis.connect()) {
            for (String key : new TreeSet<>(jedis.keys("*"))) {
                keys.addObject()
                        .put("key", key)
                        .put("type", jedis.type(key))
                        .put("ttl_ms", Math.max(0, jedis.pttl(key)))
                        .put("dump", Base64.getEncoder().encodeToString(jedis.dump(key)));
            }
        }
    }

    /** Fills an empty Redis. Returns what the clients hold. */
    static JsonNode restore(RedisProcess redis) throws IOException {
        JsonNode all;
        try (InputStream in = Objects.requireNonNull(StoredRecords.class.getResourceAsStream(FILE), FILE)) {
            all = JSON.readTree(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        try (Jedis jedis = redis.connect()) {
            for (JsonNode key : all.path("keys")) {
                jedis.restore(
                        key.path("key").textValue(),
                        key.path("ttl_ms").longValue(),
                        Base64.getDecoder().decode(key.path("dump").textValue()),
                        new RestoreParams().replace());
            }
        }
        return all.path("held");
    }
}
