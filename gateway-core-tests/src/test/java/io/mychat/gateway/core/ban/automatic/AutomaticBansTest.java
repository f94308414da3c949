package io.mychat.gateway.core.ban.automatic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.core.http.ApiContract;
import io.mychat.gateway.core.store.InMemoryBanStore;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.spi.ban.Ban;
import io.mychat.gateway.spi.ban.BanStore;
import io.mychat.gateway.spi.ban.BanTarget;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.transport.HttpRequest;
import io.mychat.gateway.spi.transport.HttpResponse;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestConnection;
import io.mychat.gateway.testkit.TestHandshake;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The gateway bans addresses that guess and break, and nobody else. */
class AutomaticBansTest {

    private static final String ATTACKER = "192.0.2.7";
    private static final int ALLOWED = 4;
    private static final Duration FIRST = Duration.ofSeconds(100);

    private final List<GatewayEvent> events = new CopyOnWriteArrayList<>();
    private final ManualTime storeTime = new ManualTime();
    private TestGateway gateway = start(builder -> builder);

    private TestGateway start(UnaryOperator<GatewayBuilder> more) {
        return TestGateway.start(builder -> more.apply(builder.listener(events::add)
                .setting("security.client_address", "x-real-ip")
                .setting("security.trusted_proxies", List.of("10.0.0.0/24"))
                .setting("security.uncounted_addresses", List.of("198.51.100.9"))
                .setting("security.failed_logins_per_minute.user_and_address", 0)
                .setting("security.automatic_bans.enabled", true)
                .setting("security.automatic_bans.first_seconds", FIRST.toSeconds())
                .setting("security.automatic_bans.max_seconds", 300)
                .setting("security.automatic_bans.max_good_users", 3)
                .setting("security.automatic_bans.exempt_addresses", List.of("203.0.113.0/24", "2001:db8:5::1"))
                .setting("security.automatic_bans.broken_frames.count", ALLOWED)
                .setting("security.automatic_bans.bad_credentials.count", ALLOWED)
                .setting("security.automatic_bans.bad_tokens.count", ALLOWED)
                .setting("security.automatic_bans.bad_api_keys.count", ALLOWED)));
    }

    private void restart(UnaryOperator<GatewayBuilder> more) {
        gateway.close();
        gateway = start(more);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void whoGuessesPasswordsIsBannedForAWhile() {
        guess(ATTACKER, ALLOWED);
        assertThat(gateway.server.bans().list()).isEmpty();

        guess(ATTACKER, 1);

        Ban ban = theBan();
        assertThat(ban.target()).isEqualTo(new BanTarget.Address(ATTACKER));
        assertThat(ban.terms().isAutomatic()).isTrue();
        assertThat(ban.terms().by()).isEqualTo("gateway");
        assertThat(ban.terms().reason()).isEqualTo("Too many wrong passwords from this address");
        assertThat(Duration.between(ban.terms().since(), ban.terms().until().orElseThrow()))
                .isEqualTo(FIRST);
        assertThat(gateway.handshakeStatus(from(ATTACKER))).isEqualTo(403);
        assertThat(post(ATTACKER, "/api/auth/login", Map.of(), login(TestGateway.PASSWORD))
                        .status())
                .isEqualTo(403);
        assertThat(gateway.handshakeStatus(from("192.0.2.8"))).isEqualTo(101);
        assertThat(events).filteredOn(GatewayEvent.BanAdded.class::isInstance).hasSize(1);
        assertThat(metrics())
                .contains("mychat_automatic_bans 1", "mychat_automatic_bans_added_total{kind=\"bad_credentials\"} 1");

        gateway.advance(FIRST);
        assertThat(gateway.handshakeStatus(from(ATTACKER))).isEqualTo(101);
    }

    @Test
    void eachFurtherBanLastsTwiceAsLongUpToTheLimit() {
        for (long seconds : new long[] {100, 200, 300, 300}) {
            guess(ATTACKER, ALLOWED + 1);
            Ban ban = theBan();
            assertThat(Duration.between(ban.terms().since(), ban.terms().until().orElseThrow())
                            .toSeconds())
                    .isEqualTo(seconds);
            // The windows of earlier guesses end, too.
            gateway.time.advance(Duration.ofSeconds(301));
        }
        gateway.time.advance(Duration.ofDays(2));

        guess(ATTACKER, ALLOWED + 1);

        Ban later = theBan();
        assertThat(Duration.between(later.terms().since(), later.terms().until().orElseThrow()))
                .isEqualTo(FIRST);
    }

    @Test
    void aBanByAnotherGatewayDoublesTheNextOneHere() {
        BanStore shared = new InMemoryBanStore(storeTime);
        restart(builder -> builder.banStore(shared));
        guess(ATTACKER, ALLOWED + 1);
        theBan();

        restart(builder -> builder.banStore(shared));
        theBan();
        gateway.time.advance(FIRST);
        storeTime.advance(FIRST);
        guess(ATTACKER, ALLOWED + 1);

        await().untilAsserted(() -> assertThat(gateway.server.bans().list())
                .extracting(ban -> Duration.between(
                        ban.terms().since(), ban.terms().until().orElseThrow()))
                .containsExactly(FIRST.multipliedBy(2)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.3", "127.0.0.1", "198.51.100.9", "203.0.113.77", "2001:db8:5::2"})
    void whoStandsForOthersIsNeverBanned(String address) {
        // A proxy that names itself, this machine, a balancer, a partner, and a neighbour of another partner.
        guess(address, 3 * ALLOWED);

        assertThat(gateway.server.bans().list()).isEmpty();
        assertThat(metrics()).contains("mychat_offences_total{kind=\"bad_credentials\"} 0");
    }

    @Test
    void theAddressBehindTheProxyIsBannedAndNotTheProxy() {
        for (int i = 0; i <= ALLOWED; i++) {
            HttpResponse response = gateway.http.call(new HttpRequest(
                    "POST",
                    "/api/auth/login",
                    Map.of(),
                    Map.of("x-real-ip", List.of(ATTACKER)),
                    login("wrong").getBytes(StandardCharsets.UTF_8),
                    false,
                    new InetSocketAddress("10.0.0.3", 1)));
            assertThat(response.status()).isEqualTo(401);
        }

        assertThat(theBan().target()).isEqualTo(new BanTarget.Address(ATTACKER));
    }

    @Test
    void aWholeNetworkOfVersionSixCountsAsOneAddress() {
        for (int i = 0; i <= ALLOWED; i++) {
            guess("2001:db8:7::" + (i + 1), 1);
        }

        assertThat(theBan().target()).isEqualTo(new BanTarget.Address("2001:db8:7::/64"));
    }

    @Test
    void usersWhoLogInWellRaiseTheThresholdOfTheirAddress() {
        for (String user : List.of("alice", "bob", "alice")) {
            assertThat(post(ATTACKER, "/api/auth/login", Map.of(), login(user, TestGateway.PASSWORD))
                            .status())
                    .isEqualTo(200);
        }

        guess(ATTACKER, 3 * ALLOWED);
        assertThat(gateway.server.bans().list()).isEmpty();
        guess(ATTACKER, 1);

        assertThat(theBan().target()).isEqualTo(new BanTarget.Address(ATTACKER));
    }

    @Test
    void goodUsersRaiseTheThresholdWithinABound() {
        for (int i = 0; i < 10; i++) {
            post(ATTACKER, "/api/auth/login", Map.of(), login("user" + i, TestGateway.PASSWORD));
        }

        guess(ATTACKER, 4 * ALLOWED + 1);

        assertThat(theBan().terms().isAutomatic()).isTrue();
    }

    @Test
    void sessionsOfOthersBehindTheAddressGoOn() {
        TestConnection connection = gateway.sockets.connect(from(ATTACKER));
        TestClient alice = TestClient.over(connection);
        assertThat(alice.login("alice", TestGateway.PASSWORD, "web", "w").code())
                .isEqualTo(200);
        TestConnection stranger = gateway.sockets.connect(from(ATTACKER));

        guess(ATTACKER, 2 * ALLOWED + 1);
        theBan();

        assertThat(TestClient.over(stranger).closeCode()).isEqualTo(4403);
        assertThat(alice.request(3001, "{}").code()).isEqualTo(200);
    }

    @Test
    void brokenFramesForgedTokensAndUnknownKeysAreOffencesToo() {
        for (int i = 0; i <= ALLOWED; i++) {
            TestClient client = TestClient.over(gateway.sockets.connect(from("192.0.2.1")));
            for (int n = 0; n < 10; n++) {
                client.sendRaw("no json");
            }
            assertThat(client.closeCode()).isEqualTo(1008);
            get("192.0.2.2", Map.of("Authorization", "Bearer forged"));
            get("192.0.2.3", Map.of("X-Api-Key", "guess " + i));
            TestClient.over(gateway.sockets.connect(from("192.0.2.4")))
                    .sendRaw("{\"cmd_id\":1002,\"platform\":\"web\",\"data\":{\"token\":\"forged\"}}");
        }

        await().untilAsserted(() -> assertThat(gateway.server.bans().list())
                .extracting(ban -> ((BanTarget.Address) ban.target()).block())
                .containsExactlyInAnyOrder("192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4"));
    }

    @Test
    void expiredTokensAndLoginsBeyondALimitAreNoOffences() {
        restart(builder -> builder.setting("security.failed_logins_per_minute.address", 1));
        String token = ApiContract.json(
                        post(ATTACKER, "/api/auth/login", Map.of(), login("root", TestGateway.PASSWORD)))
                .path("token")
                .textValue();
        gateway.time.advance(Duration.ofDays(2));
        for (int i = 0; i < 20; i++) {
            assertThat(get(ATTACKER, Map.of("Authorization", "Bearer " + token)))
                    .isEqualTo(401);
            post("192.0.2.8", "/api/auth/login", Map.of(), login("wrong"));
        }

        assertThat(metrics()).contains("mychat_offences_total{kind=\"bad_tokens\"} 0");
        assertThat(metrics()).contains("mychat_offences_total{kind=\"bad_credentials\"} 1");
        assertThat(gateway.server.bans().list()).isEmpty();
    }

    @Test
    void bansAreBoundedInNumberAndPerMinute() {
        restart(builder -> builder.setting("security.automatic_bans.max_per_minute", 3)
                .setting("security.automatic_bans.max_bans", 4));
        for (int i = 1; i <= 5; i++) {
            guess("192.0.2." + i, ALLOWED + 1);
        }
        await().untilAsserted(() -> assertThat(gateway.server.bans().list()).hasSize(3));
        gateway.time.advance(Duration.ofMinutes(1));
        for (int i = 11; i <= 12; i++) {
            guess("192.0.2." + i, ALLOWED + 1);
        }

        await().untilAsserted(() -> assertThat(metrics()).contains("mychat_automatic_bans_omitted_total 3"));
        assertThat(gateway.server.bans().list()).hasSize(4);
    }

    @Test
    void nobodyIsBannedUnlessItIsSwitchedOn() {
        restart(builder -> builder.setting("security.automatic_bans.enabled", false));

        guess(ATTACKER, 20 * ALLOWED);

        assertThat(gateway.server.bans().list()).isEmpty();
    }

    private Ban theBan() {
        await().untilAsserted(() -> assertThat(gateway.server.bans().list()).hasSize(1));
        return gateway.server.bans().list().get(0);
    }

    private void guess(String address, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(post(address, "/api/auth/login", Map.of(), login("wrong"))
                            .status())
                    .isIn(400, 401, 429);
        }
    }

    private static TestHandshake from(String address) {
        return TestHandshake.plain().from(address);
    }

    private static String login(String password) {
        return login("mallory", password);
    }

    private static String login(String user, String password) {
        return "{\"username\":\"" + user + "\",\"password\":\"" + password + "\",\"platform\":\"web\"}";
    }

    private HttpResponse post(String address, String path, Map<String, List<String>> headers, String body) {
        return gateway.http.call(new HttpRequest(
                "POST",
                path,
                Map.of(),
                headers,
                body.getBytes(StandardCharsets.UTF_8),
                false,
                new InetSocketAddress(address, 1)));
    }

    private int get(String address, Map<String, String> headers) {
        Map<String, List<String>> lists = new HashMap<>();
        headers.forEach((name, value) -> lists.put(name.toLowerCase(Locale.ROOT), List.of(value)));
        return gateway.http
                .call(new HttpRequest(
                        "GET",
                        "/api/connections/stats",
                        Map.of(),
                        lists,
                        new byte[0],
                        false,
                        new InetSocketAddress(address, 1)))
                .status();
    }

    private String metrics() {
        HttpResponse answer = gateway.http.get(
                "/api/system/metrics", Map.of("Accept", "text/plain", "Authorization", bearerOfRoot()));
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private String bearerOfRoot() {
        return gateway.bearer("root").getOrDefault("Authorization", "");
    }
}
