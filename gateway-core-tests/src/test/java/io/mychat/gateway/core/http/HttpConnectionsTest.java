package io.mychat.gateway.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mychat.gateway.core.testing.TestCluster;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.session.NodeBus;
import io.mychat.gateway.spi.transport.HttpResponse;
import io.mychat.gateway.testkit.RandomSeed;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Operators look at two gateways on the same stores, and end sessions there. */
class HttpConnectionsTest {

    private static final String STATS = "/api/connections/stats";
    private static final String ONLINE = "/api/connections/online";
    private static final String KICK = "/api/connections/kick";

    private final List<GatewayEvent> events = new CopyOnWriteArrayList<>();
    private final TestCluster cluster = new TestCluster(events::add);
    private final TestGateway one = cluster.node("one");
    private final TestGateway two = cluster.node("two");
    private final Map<String, String> root = one.bearer("root");

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void statsCountTheWholeClusterWithEachNodesShare() {
        one.login("alice", "web", "a");
        one.connect();
        two.login("bob", "web", "b");
        two.login("bob", "ios", "p");

        JsonNode stats = ApiContract.json(one.http.get(STATS, root));

        assertThat(stats.toString())
                .isEqualTo(
                        "{\"total\":4,\"authenticated\":3,\"unauthenticated\":1,\"by_platform\":{\"ios\":1,\"web\":2},"
                                + "\"node\":\"one\",\"nodes\":["
                                + "{\"node\":\"one\",\"total\":2,\"authenticated\":1,\"unauthenticated\":1,"
                                + "\"by_platform\":{\"web\":1}},"
                                + "{\"node\":\"two\",\"total\":2,\"authenticated\":2,\"unauthenticated\":0,"
                                + "\"by_platform\":{\"ios\":1,\"web\":1}}],\"missing_nodes\":[]}");
    }

    @Test
    void aNodeThatDoesNotAnswerIsNamed() {
        TestGateway impatient =
                cluster.node("three", builder -> builder.setting("processing.cluster_reply_timeout_ms", 1000));
        cluster.hub().deafen("two");
        two.login("bob", "web", "b");

        JsonNode stats = ApiContract.json(impatient.http.get(STATS, impatient.bearer("root")));

        assertThat(stats.path("missing_nodes").toString()).isEqualTo("[\"two\"]");
        assertThat(stats.path("nodes")).hasSize(2);
        assertThat(stats.path("total").intValue()).isZero();
    }

    @Test
    void theListMayBeOfOneUser() {
        one.login("alice", "web", "a");
        two.login("alice", "ios", "p");
        two.login("bob", "ios", "p");

        JsonNode page = ApiContract.json(one.http.get(ONLINE + "?user_id=alice&limit=1&cursor=ignored", root));

        assertThat(page.path("users")).hasSize(1);
        assertThat(page.at("/users/0/user_id").textValue()).isEqualTo("alice");
        assertThat(page.at("/users/0/sessions")).hasSize(2);
        assertThat(page.path("next_cursor").isNull()).isTrue();
        assertThat(ApiContract.json(one.http.get(ONLINE + "?user_id=carol", root))
                        .path("users"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"user_id=", "user_id=a%0Ab", "user_id=a&user_id=b"})
    void aUserWhoCannotBeIsABadRequest(String query) {
        HttpResponse response = one.http.get(ONLINE + "?" + query, root);

        assertThat(response.status()).isEqualTo(400);
        assertThat(ApiContract.json(response).path("error").textValue()).isEqualTo("bad_user_id");
    }

    @Test
    void theListShowsEverybodysSessionsOnAllNodes() {
        one.login("alice", "web", "a");
        two.login("alice", "ios", "p");

        JsonNode page = ApiContract.json(two.http.get(ONLINE, root));

        assertThat(page.path("users")).hasSize(1);
        assertThat(page.at("/users/0/user_id").textValue()).isEqualTo("alice");
        assertThat(page.at("/users/0/sessions/0/node").textValue()).isEqualTo("one");
        assertThat(page.at("/users/0/sessions/1/node").textValue()).isEqualTo("two");
        assertThat(page.at("/users/0/sessions/1/device_id").textValue()).isEqualTo("p");
        assertThat(page.at("/users/0/sessions/1/connected_at").textValue()).isEqualTo("2025-01-08T10:30:00.000Z");
        assertThat(page.path("next_cursor").isNull()).isTrue();
    }

    @Test
    void whoStaysIsListedExactlyOnceWhoeverElseComesAndGoes() {
        RandomSeed randomSeed = RandomSeed.get();
        for (int round = 0; round < 4; round++) {
            Random random = randomSeed.random(round);
            List<Guest> guests = new ArrayList<>();
            Set<String> stay = new HashSet<>();
            Map<String, Guest> restless = new HashMap<>();
            for (int i = 0; i < 30; i++) {
                String name = "u" + round + "-" + random.nextInt(1_000_000);
                Guest guest = (random.nextBoolean() ? one : two).login(name, "web", "d");
                guests.add(guest);
                if (random.nextBoolean()) {
                    stay.add(name);
                } else {
                    restless.put(name, guest);
                }
            }
            restless.keySet().removeAll(stay);

            List<String> listed = walk(1 + random.nextInt(7), () -> change(restless, guests, random));

            assertThat(listed).as("%s, round %s", randomSeed, round).containsAll(stay);
            assertThat(listed.stream().filter(stay::contains))
                    .as("%s, round %s", randomSeed, round)
                    .doesNotHaveDuplicates();
            guests.forEach(guest -> guest.connection().close(1000));
            await().until(() -> one.server.onlineCount() == 0);
        }
    }

    /** Somebody goes, somebody comes back, somebody new comes. */
    private void change(Map<String, Guest> restless, List<Guest> guests, Random random) {
        restless.forEach((name, guest) -> {
            if (random.nextInt(4) == 0) {
                guest.connection().close(1000);
            } else if (random.nextInt(4) == 0) {
                guests.add(two.login(name, "web", "d"));
            }
        });
        String name = "new-" + random.nextInt(1_000_000);
        Guest guest = one.login(name, "web", "d");
        guests.add(guest);
        restless.put(name, guest);
    }

    private List<String> walk(int limit, Runnable between) {
        List<String> listed = new ArrayList<>();
        String cursor = "";
        do {
            String path = ONLINE + "?limit=" + limit + (cursor.isEmpty() ? "" : "&cursor=" + encode(cursor));
            JsonNode page = ApiContract.json(one.http.get(path, root));
            assertThat(page.path("users").size()).isLessThanOrEqualTo(limit);
            page.path("users").forEach(user -> listed.add(user.path("user_id").textValue()));
            between.run();
            cursor = page.path("next_cursor").asText("");
            if (page.path("next_cursor").isNull()) {
                return listed;
            }
        } while (listed.size() < 10_000);
        throw new AssertionError("the list has no end");
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Test
    void aKickEndsTheUsersSessionsOnEveryNode() {
        Guest web = one.login("alice", "web", "a");
        Guest phone = two.login("alice", "ios", "p");
        Guest bob = two.login("bob", "ios", "p");

        HttpResponse response = one.http.post(KICK, root, "{\"user_id\":\"alice\",\"reason\":\"spam, again\"}");

        assertThat(ApiContract.json(response).path("kicked").intValue()).isEqualTo(2);
        for (Guest guest : List.of(web, phone)) {
            assertThat(guest.client().next(4003).text("reason")).isEqualTo("spam, again");
            assertThat(guest.client().closeCode()).isEqualTo(4410);
        }
        assertThat(bob.connection().isOpen()).isTrue();
        assertThat(events)
                .filteredOn(GatewayEvent.UserKicked.class::isInstance)
                .singleElement()
                .satisfies(event -> {
                    GatewayEvent.UserKicked kick = (GatewayEvent.UserKicked) event;
                    assertThat(kick.by()).isEqualTo("user root from 127.0.0.1");
                    assertThat(kick.whom().userId()).isEqualTo("alice");
                    assertThat(kick.kicked()).isEqualTo(2);
                    assertThat(kick.revoked()).isFalse();
                });
        assertThat(one.login("alice", "web", "a").connection().isOpen())
                .as("a kick alone keeps nobody out")
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "'\"platform\":\"web\"', 2, ios-a",
        "'\"device_id\":\"a\"', 2, web-b",
        "'\"platform\":\"web\",\"device_id\":\"b\"', 1, ios-a web-a",
        "'\"platform\":\"tv\"', 0, ios-a web-a web-b",
        "'\"platform\":null,\"device_id\":null', 3, ''"
    })
    void aKickMayNameDevices(String whom, int kicked, String survivors) {
        Map<String, Guest> guests = new HashMap<>();
        try (TestCluster seats = new TestCluster(events::add)) {
            TestGateway node = seats.node(
                    "one",
                    builder -> builder.setting("platforms.web.max_devices", 2)
                            .setting("platforms.web.allow_multiple_devices", true));
            for (String device : List.of("web-a", "web-b", "ios-a")) {
                guests.put(device, node.login("alice", device.substring(0, 3), device.substring(4)));
            }

            HttpResponse response = node.http.post(KICK, node.bearer("root"), "{\"user_id\":\"alice\"," + whom + "}");

            assertThat(ApiContract.json(response).path("kicked").intValue()).isEqualTo(kicked);
            guests.forEach((device, guest) -> {
                if (!survivors.contains(device)) {
                    assertThat(guest.client().closeCode()).as(device).isEqualTo(4410);
                }
            });
            assertThat(guests.entrySet().stream()
                            .filter(guest -> guest.getValue().connection().isOpen())
                            .map(Map.Entry::getKey)
                            .sorted()
                            .collect(Collectors.joining(" ")))
                    .isEqualTo(survivors);
            await().until(() -> node.sessionsOf("alice").size() == 3 - kicked);
        }
    }

    @Test
    void aKickWithRevokeEndsAllTokensOfTheUser() {
        JsonNode before = login(one, "alice", "a");
        JsonNode elsewhere = login(two, "alice", "b");

        one.http.post(KICK, root, "{\"user_id\":\"alice\",\"revoke\":true}");

        for (JsonNode login : List.of(before, elsewhere)) {
            assertThat(verify(two, login)).isEqualTo("token_revoked");
            assertThat(refresh(one, login)).isEqualTo("refresh_invalid");
        }
        assertThat(verify(two, login(one, "alice", "a")))
                .as("who knows the password comes back")
                .isEqualTo("");
    }

    @Test
    void aRevokingKickEndsTheTokensOfAnOfflineDevice() {
        JsonNode away = login(one, "alice", "a");
        JsonNode other = login(one, "alice", "b");

        HttpResponse response =
                one.http.post(KICK, root, "{\"user_id\":\"alice\",\"device_id\":\"a\",\"revoke\":true}");

        assertThat(ApiContract.json(response).path("kicked").intValue()).isZero();
        assertThat(verify(two, away)).isEqualTo("token_revoked");
        assertThat(refresh(two, away)).isEqualTo("refresh_invalid");
        assertThat(verify(two, other)).isEqualTo("");
    }

    @Test
    void aRevokingKickOfAPlatformEndsItsTokens() {
        JsonNode web = login(one, "alice", "a");
        assertThat(one.connect().client().verify(web.path("token").textValue()).code())
                .isEqualTo(200);

        one.http.post(KICK, root, "{\"user_id\":\"alice\",\"platform\":\"web\",\"revoke\":true}");

        assertThat(verify(two, web)).isEqualTo("token_revoked");
    }

    @ParameterizedTest
    @CsvSource({
        "'{}', bad_user_id",
        "'{\"user_id\":7}', bad_user_id",
        "'{\"user_id\":\"a\\u0000b\"}', bad_user_id",
        "'{\"user_id\":\"a\",\"platform\":\"W\"}', bad_platform",
        "'{\"user_id\":\"a\",\"platform\":\"\"}', bad_platform",
        "'{\"user_id\":\"a\",\"device_id\":\"a b\"}', bad_device_id",
        "'{\"user_id\":\"a\",\"reason\":\"\"}', bad_reason",
        "'{\"user_id\":\"a\",\"reason\":\"  \"}', bad_reason",
        "'{\"user_id\":\"a\",\"reason\":\"two\\nlines\"}', bad_reason",
        "'{\"user_id\":\"a\",\"reason\":\"\\u202Eevil\"}', bad_reason",
        "'{\"user_id\":\"a\",\"reason\":[]}', bad_reason",
        "'{\"user_id\":\"a\",\"revoke\":\"true\"}', bad_revoke",
        "'{\"user_id\":\"a\",\"revoke\":1}', bad_revoke"
    })
    void aBadKickIs400(String body, String error) {
        HttpResponse response = one.http.post(KICK, root, body);

        assertThat(response.status()).isEqualTo(400);
        assertThat(ApiContract.json(response).path("error").textValue()).isEqualTo(error);
    }

    @Test
    void aReasonHasABound() {
        String body = "{\"user_id\":\"a\",\"reason\":\"%s\"}";

        assertThat(one.http.post(KICK, root, body.formatted("r".repeat(101))).status())
                .isEqualTo(400);
        assertThat(one.http
                        .post(KICK, root, body.formatted("\u4f60".repeat(100)))
                        .status())
                .isEqualTo(200);
    }

    private static JsonNode login(TestGateway node, String user, String deviceId) {
        return ApiContract.json(node.http.post(
                "/api/auth/login",
                Map.of(),
                "{\"username\":\"" + user + "\",\"password\":\"" + TestGateway.PASSWORD
                        + "\",\"platform\":\"web\",\"device_id\":\"" + deviceId + "\"}"));
    }

    /** The error, or nothing. */
    private static String verify(TestGateway node, JsonNode login) {
        HttpResponse response = node.http.get(
                "/api/auth/verify",
                Map.of("Authorization", "Bearer " + login.path("token").textValue()));
        return ApiContract.json(response).path("error").asText("");
    }

    private static String refresh(TestGateway node, JsonNode login) {
        HttpResponse response = node.http.post(
                "/api/auth/refresh",
                Map.of(),
                "{\"refresh_token\":\"" + login.path("refresh_token").textValue() + "\"}");
        return ApiContract.json(response).path("error").asText("");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"v\":1,\"type\":\"counted\",\"id\":ID,\"total\":1,\"authenticated\":0}",
                "{\"v\":1,\"type\":\"counted\",\"id\":ID,\"total\":1,\"authenticated\":1,\"by_platform\":null}",
                "{\"v\":1,\"type\":\"counted\",\"id\":ID,\"total\":1,\"authenticated\":1,\"by_platform\":{\"web\":null}}",
                "{\"v\":1,\"type\":\"counted\",\"id\":ID,\"total\":-7,\"authenticated\":0,\"by_platform\":{}}",
                "{\"v\":1,\"type\":\"counted\",\"id\":ID,\"total\":1,\"authenticated\":2,\"by_platform\":{}}",
                "{\"v\":1,\"type\":\"counted\",\"id\":ID,\"total\":1,\"authenticated\":1,\"by_platform\":{\"web\":-7}}",
                "{\"v\":1,\"type\":\"counted\",\"id\":ID,\"total\":1,\"authenticated\":0,\"by_platform\":{}}}",
                "{\"v\":1,\"type\":\"pushed\",\"id\":ID,\"delivered\":1}",
                "{\"v\":99,\"type\":\"account_adopted\"}",
                "{\"v\":99,\"type\":\"counted\",\"id\":ID,\"total\":1,\"authenticated\":0,\"by_platform\":{}}",
                "{\"v\":1,\"type\":\"not_now\",\"id\":ID}",
                "{\"v\":1,\"type\":\"counted\",\"total\":1,\"authenticated\":0,\"by_platform\":{}}",
                "{\"v\":1,\"type\":\"counted\",\"id\":\"x\",\"total\":1,\"authenticated\":0,\"by_platform\":{}}",
                "{}",
                "[]",
                "{\"v\":1,\"type\":\"counted\",\"id\":ID,",
                "\u0000\u0001",
            })
    void anInvalidAnswerOfANodeEndsTheWaitForIt(String garbled) {
        one.login("alice", "web", "a");
        answeringWith("odd", garbled);

        long before = System.nanoTime();
        HttpResponse response = one.http.get(STATS, root);

        // Far from the 30 s that the nodes of these tests may take.
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(15));
        assertThat(response.status()).isEqualTo(200);
        assertThat(ApiContract.json(response).path("nodes"))
                .extracting(node -> node.path("node").textValue())
                .containsExactly("one", "two");
        assertThat(ApiContract.json(response).path("total").intValue()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"v\":1,\"type\":\"of_a_later_release\"}",
                "{\"v\":1,\"type\":\"lost\",\"session_id\":null}",
                "{\"v\":1,\"type\":\"push\",\"id\":ID}",
                "{\"v\":1,\"type\":\"counted\",\"id\":7}",
                "{\"v\":1,\"type\":\"not_now\",\"id\":7}",
            })
    void whatIsNoAnswerToTheQuestionTakesNobodyOffIt(String other) {
        answeringWith(
                "odd",
                other,
                "{\"v\":1,\"type\":\"counted\",\"id\":ID,\"total\":3,\"authenticated\":0,\"by_platform\":{}}");

        HttpResponse response = one.http.get(STATS, root);

        assertThat(ApiContract.json(response).path("nodes"))
                .extracting(node -> node.path("node").textValue())
                .containsExactlyInAnyOrder("one", "two", "odd");
    }

    /** @param answers in this order, with ID in place of the question's id */
    private void answeringWith(String node, String... answers) {
        NodeBus odd = cluster.hub().end(node);
        odd.listen((from, question) -> {
            String id = new String(question, StandardCharsets.UTF_8).replaceAll(".*\"id\":(-?[0-9]+).*", "$1");
            for (String answer : answers) {
                odd.send(from, answer.replace("ID", id).getBytes(StandardCharsets.UTF_8));
            }
        });
    }
}
