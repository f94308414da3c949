package io.mychat.gateway.core.ban;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mychat.gateway.core.http.ApiContract;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.auth.CredentialVerdict;
import io.mychat.gateway.spi.ban.Ban;
import io.mychat.gateway.spi.ban.BanRefusedException;
import io.mychat.gateway.spi.ban.BanRequest;
import io.mychat.gateway.spi.ban.BanTarget;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.UserInfo;
import io.mychat.gateway.spi.transport.HttpRequest;
import io.mychat.gateway.spi.transport.HttpResponse;
import io.mychat.gateway.testkit.ConcurrentRun;
import io.mychat.gateway.testkit.ConnectResult;
import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestHandshake;
import io.mychat.gateway.testkit.TestMessage;
import io.mychat.gateway.testkit.auth.FakeAccounts;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Administrators ban users, devices and addresses on one gateway. */
class BanTest {

    private static final String BANS = "/api/bans";
    private static final TestHandshake STRANGER = TestHandshake.plain().from("192.0.2.7");

    private final List<GatewayEvent> events = new CopyOnWriteArrayList<>();
    private final FakeAccounts accounts = new FakeAccounts();
    private final TestGateway gateway = TestGateway.start(builder -> builder.listener(events::add)
            .users(accounts.withoutFingerprints())
            .setting("security.client_address", "x-real-ip")
            .setting("security.trusted_proxies", List.of("10.0.0.0/24"))
            .setting("security.uncounted_addresses", List.of("198.51.100.9")));
    private final Map<String, String> root;

    BanTest() {
        for (String user : List.of("alice", "bob")) {
            accounts.put(user, "any");
        }
        root = gateway.bearer("root");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void aBannedUserIsOutAndStaysOutUntilTheEnd() {
        Guest phone = gateway.login("alice", "ios", "phone");
        Guest bob = gateway.login("bob", "ios", "phone");
        String token = token("alice");

        JsonNode answer = json(post("{\"user_id\":\"alice\",\"reason\":\"spam\",\"seconds\":60}"));

        assertThat(answer.path("until").textValue()).isEqualTo("2025-01-08T10:31:00.000Z");
        assertThat(phone.client().next(4003).text("reason")).isEqualTo("banned");
        assertThat(phone.client().closeCode()).isEqualTo(4410);
        for (String password : List.of(TestGateway.PASSWORD, "wrong")) {
            TestMessage refused = gateway.connect().client().login("alice", password, "web", "w");
            assertThat(refused.code()).isEqualTo(403);
            assertThat(refused.error()).isEqualTo("banned");
            assertThat(refused.text("detail")).isEqualTo("Banned until 2025-01-08T10:31:00.000Z: spam");
        }
        assertThat(gateway.connect().client().verify(token).error()).isEqualTo("banned");
        assertThat(gateway.http.get("/api/auth/verify", bearer(token)).status()).isEqualTo(403);
        assertThat(bob.request(3001, "{}").code()).isEqualTo(200);

        gateway.time.advance(Duration.ofSeconds(60));

        assertThat(gateway.http.get("/api/auth/verify", bearer(token)).status()).isEqualTo(200);
        assertThat(gateway.connect()
                        .client()
                        .login("alice", TestGateway.PASSWORD, "web", "w")
                        .code())
                .isEqualTo(200);
        assertThat(json(gateway.http.get(BANS, root)).path("bans")).isEmpty();
    }

    @Test
    void aRefreshTokenSurvivesTheBan() {
        String refresh = login("alice").path("refresh_token").textValue();
        String id = json(post("{\"user_id\":\"alice\",\"reason\":\"spam\"}"))
                .path("id")
                .textValue();
        String body = "{\"refresh_token\":\"" + refresh + "\"}";

        HttpResponse refused = gateway.http.post("/api/auth/refresh", Map.of(), body);

        assertThat(refused.status()).isEqualTo(403);
        assertThat(json(refused).path("detail").textValue()).isEqualTo("Banned: spam");
        assertThat(gateway.http.delete(BANS + "/" + id, root).status()).isEqualTo(200);
        assertThat(gateway.http.post("/api/auth/refresh", Map.of(), body).status())
                .isEqualTo(200);
    }

    @Test
    void aBannedDeviceLeavesTheUsersOthersAlone() {
        Guest phone = gateway.login("alice", "ios", "phone");
        Guest tablet = gateway.login("alice", "ios", "tablet");

        post("{\"user_id\":\"alice\",\"platform\":\"ios\",\"device_id\":\"phone\",\"reason\":\"stolen\"}");

        assertThat(phone.client().closeCode()).isEqualTo(4410);
        assertThat(tablet.request(3001, "{}").code()).isEqualTo(200);
        assertThat(gateway.connect()
                        .client()
                        .login("alice", TestGateway.PASSWORD, "ios", "phone")
                        .error())
                .isEqualTo("banned");
        gateway.login("alice", "web", "phone");
    }

    @Test
    void aBannedAddressIsRefusedOnBothPorts() {
        Guest here = guest(STRANGER);
        Guest neighbour = guest(STRANGER.from("192.0.3.1"));

        post("{\"address\":\"192.0.2.0/24\",\"reason\":\"flood\",\"seconds\":60}");

        assertThat(here.client().next(4003).text("reason")).isEqualTo("banned");
        assertThat(here.client().closeCode()).isEqualTo(4403);
        assertThat(neighbour.connection().isOpen()).isTrue();
        ConnectResult.Refused refused = (ConnectResult.Refused) gateway.sockets.attempt(STRANGER);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body()).contains("\"error\":\"banned\"", "flood");
        for (String path : List.of("/api/system/health", "/api/openapi.json", "/api/auth/verify")) {
            assertThat(from("192.0.2.9", path).status()).as(path).isEqualTo(403);
        }
        assertThat(from("192.0.2.9", "/api/system/health/live").status()).isEqualTo(200);
        assertThat(from("192.0.3.9", "/api/system/health").status()).isEqualTo(200);
        gateway.time.advance(Duration.ofSeconds(60));
        assertThat(gateway.handshakeStatus(STRANGER)).isEqualTo(101);
    }

    @Test
    void aHeaderOfNoProxyHidesNobodyAndBlamesNobody() {
        post("{\"address\":\"192.0.2.7\",\"reason\":\"flood\"}");

        assertThat(gateway.handshakeStatus(STRANGER.with("X-Real-IP", "203.0.113.1")))
                .isEqualTo(403);
        TestHandshake other = STRANGER.from("203.0.113.1");
        assertThat(gateway.handshakeStatus(other.with("X-Real-IP", "192.0.2.7")))
                .isEqualTo(101);
        TestHandshake proxied = STRANGER.from("10.0.0.3");
        assertThat(gateway.handshakeStatus(proxied.with("X-Real-IP", "192.0.2.7")))
                .isEqualTo(403);
        assertThat(gateway.handshakeStatus(proxied.with("X-Real-IP", "203.0.113.1")))
                .isEqualTo(101);
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0/0, wider than /8",
        "::/0, wider than /32",
        "2001::/16, wider than /32",
        "10.0.0.7, the trusted proxy 10.0.0.0/24",
        "10.0.0.0/8, the trusted proxy 10.0.0.0/24",
        "127.0.0.1, the loopback address",
        "::1, the loopback address",
        "198.51.100.0/24, the uncounted address 198.51.100.9",
    })
    void aBlockThatHitsOthersNeedsForce(String block, String why) {
        HttpResponse refused = post("{\"address\":\"" + block + "\",\"reason\":\"x\"}");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(json(refused).path("error").textValue()).isEqualTo("ban_too_wide");
        assertThat(json(refused).path("detail").textValue()).contains(block, why, "force");
        assertThat(gateway.server.bans().list()).isEmpty();
    }

    @Test
    void aForcedBanIsCarriedOut() {
        HttpResponse banned = post("{\"address\":\"0.0.0.0/0\",\"reason\":\"closed\",\"force\":true}");

        assertThat(banned.status()).isEqualTo(200);
        assertThat(gateway.handshakeStatus(STRANGER)).isEqualTo(403);
        assertThat(gateway.http.get(BANS, root).status()).isEqualTo(403);
        assertThat(gateway.server.bans().lift(json(banned).path("id").textValue()))
                .isTrue();
        assertThat(gateway.handshakeStatus(STRANGER)).isEqualTo(101);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"reason\":\"x\"} | bad_target",
                "{\"user_id\":\"alice\"} | bad_reason",
                "{\"user_id\":\"alice\",\"reason\":\"a\\u0007b\"} | bad_reason",
                "{\"user_id\":\"alice\",\"address\":\"192.0.2.1\",\"reason\":\"x\"} | bad_target",
                "{\"user_id\":\"alice\",\"platform\":\"ios\",\"reason\":\"x\"} | bad_target",
                "{\"address\":\"192.0.2.1\",\"platform\":\"ios\",\"reason\":\"x\"} | bad_target",
                "{\"address\":\"192.0.2.1/24\",\"reason\":\"x\"} | bad_address",
                "{\"address\":\"localhost\",\"reason\":\"x\"} | bad_address",
                "{\"address\":\"\",\"reason\":\"x\"} | bad_address",
                "{\"user_id\":\"alice\",\"reason\":\"x\",\"seconds\":0} | bad_seconds",
                "{\"user_id\":\"alice\",\"reason\":\"x\",\"seconds\":999999999999} | bad_seconds",
            })
    void aRequestWithFaultsBansNobody(String body, String error) {
        HttpResponse refused = post(body);

        assertThat(refused.status()).as(body).isEqualTo(400);
        assertThat(json(refused).path("error").textValue()).as(body).isEqualTo(error);
        assertThat(gateway.server.bans().list()).isEmpty();
    }

    @Test
    void onlyAdministratorsMayBan() {
        assertThat(gateway.http
                        .post(BANS, bearer(token("alice")), "{\"user_id\":\"bob\",\"reason\":\"x\"}")
                        .status())
                .isEqualTo(403);
        assertThat(gateway.http.get(BANS, Map.of()).status()).isEqualTo(401);
        assertThat(gateway.http.delete(BANS + "/b-1", Map.of()).status()).isEqualTo(401);
        assertThat(gateway.http.delete(BANS + "/b-1", root).status()).isEqualTo(404);
    }

    @Test
    void theListHasPages() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(json(post("{\"user_id\":\"u" + i + "\",\"reason\":\"r" + i + "\"}"))
                    .path("id")
                    .textValue());
        }

        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page =
                    json(gateway.http.get(BANS + "?limit=2" + (cursor.isEmpty() ? "" : "&cursor=" + cursor), root));
            page.path("bans").forEach(ban -> seen.add(ban.path("id").textValue()));
            cursor = page.path("next_cursor").asText("");
        } while (!cursor.equals("null") && !cursor.isEmpty());

        assertThat(seen).isEqualTo(ids);
        assertThat(json(gateway.http.get(BANS, root)).at("/bans/1/by").textValue())
                .isEqualTo("user root from 127.0.0.1");
        assertThat(gateway.http.get(BANS + "?cursor=%20", root).status()).isEqualTo(400);
    }

    @Test
    void bansAndTheirLiftingAreReported() {
        String id = json(post("{\"user_id\":\"alice\",\"reason\":\"spam\"}"))
                .path("id")
                .textValue();
        gateway.http.delete(BANS + "/" + id, root);

        assertThat(events)
                .filteredOn(GatewayEvent.BanAdded.class::isInstance)
                .singleElement()
                .extracting(
                        event -> ((GatewayEvent.BanAdded) event).ban().terms().by())
                .isEqualTo("user root from 127.0.0.1");
        assertThat(events)
                .filteredOn(GatewayEvent.BanLifted.class::isInstance)
                .singleElement()
                .extracting(event -> ((GatewayEvent.BanLifted) event).by())
                .isEqualTo("user root from 127.0.0.1");
    }

    @Test
    void theHostBansInJavaToo() throws Exception {
        Guest alice = gateway.login("alice", "ios", "phone");
        BanTarget device = new BanTarget.Device("alice", new DeviceKey("ios", "phone"));

        Ban ban = gateway.server
                .bans()
                .addAsync(BanRequest.of(device, "lost").lasting(Duration.ofDays(1)))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);

        assertThat(alice.client().closeCode()).isEqualTo(4410);
        assertThat(gateway.server.bans().list()).containsExactly(ban);
        assertThat(ban.username()).isEqualTo("alice");
        assertThatThrownBy(() ->
                        gateway.server.bans().add(BanRequest.of(new BanTarget.Address("127.0.0.0/8"), "all of us")))
                .isInstanceOf(BanRefusedException.class);
        assertThat(gateway.server
                        .bans()
                        .liftAsync(ban.id())
                        .toCompletableFuture()
                        .get(10, TimeUnit.SECONDS))
                .isTrue();
        gateway.login("alice", "ios", "phone");
    }

    @Test
    void noLoginSlipsThroughABanOfThatMoment() {
        for (int i = 0; i < 40; i++) {
            String user = "racer" + i;
            Guest guest = gateway.connect();
            ConcurrentRun.run(2, thread -> {
                if (thread == 0) {
                    return gateway.server.bans().add(BanRequest.of(new BanTarget.User(user), "race"));
                }
                guest.client()
                        .sendRaw("{\"cmd_id\":1001,\"platform\":\"ios\",\"data\":{\"username\":\"" + user
                                + "\",\"password\":\"" + TestGateway.PASSWORD + "\",\"device_id\":\"p\"}}");
                return guest;
            });

            List<String> received = new ArrayList<>();
            await().untilAsserted(() -> {
                received.addAll(guest.connection().takeReceived());
                assertThat(received.toString() + guest.connection().isOpen())
                        .containsAnyOf("\"error\\\":\\\"banned", "\"reason\\\":\\\"banned", "false");
                assertThat(gateway.sessionsOf(user)).isEmpty();
            });
        }
    }

    private Guest guest(TestHandshake handshake) {
        var connection = gateway.sockets.connect(handshake);
        return new Guest(connection, TestClient.over(connection));
    }

    private HttpResponse post(String body) {
        return gateway.http.post(BANS, root, body);
    }

    private HttpResponse from(String ip, String path) {
        return gateway.http.call(
                new HttpRequest("GET", path, Map.of(), Map.of(), new byte[0], false, new InetSocketAddress(ip, 4711)));
    }

    private JsonNode login(String user) {
        return json(gateway.http.post(
                "/api/auth/login",
                Map.of(),
                "{\"username\":\"" + user + "\",\"password\":\"" + TestGateway.PASSWORD + "\",\"platform\":\"ios\"}"));
    }

    @Test
    void aNameThatNoDirectoryKnowsIsTheOneOfTheUsersSession() {
        try (TestGateway other = TestGateway.start(builder ->
                builder.credentials((name, password) -> password.equals(TestGateway.PASSWORD)
                        ? new CredentialVerdict.Accepted(new UserInfo("id of " + name, name, Set.of()))
                        : new CredentialVerdict.Rejected()))) {
            other.login("alice", "ios", "phone");

            Ban ban = other.server.bans().add(BanRequest.of(new BanTarget.User("id of alice"), "spam"));

            assertThat(ban.username()).isEqualTo("alice");
            assertThat(other.connect()
                            .client()
                            .login("alice", "wrong", "web", "w")
                            .error())
                    .isEqualTo("banned");
        }
    }

    private String token(String user) {
        return login(user).path("token").textValue();
    }

    private static Map<String, String> bearer(String token) {
        return Map.of("Authorization", "Bearer " + token);
    }

    private static JsonNode json(HttpResponse response) {
        return ApiContract.json(response);
    }
}
