package io.mychat.gateway.distribution.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.distribution.Installation;
import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestMessage;
import io.mychat.gateway.testkit.TestProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways of the archive on one Redis, with the access tokens and logouts of a certified provider. */
@Tag("ops")
@NullUnmarked
class OpenIdProviderTest {

    @TempDir
    private static Path folder;

    private static TestProcess redis;
    private static OpenIdProvider provider;
    private static Installation one;
    private static Installation two;

    @BeforeAll
    static void start() throws Exception {
        int redisPort = TestProcess.freePort();
        redis = TestProcess.of(List.of(
                        "redis-server", "--port", Integer.toString(redisPort), "--bind", "127.0.0.1", "--save", ""))
                .directory(folder)
                .readyWhen(process -> TestProcess.isListening(redisPort))
                .start();
        one = Installation.unpackInto(Files.createDirectory(folder.resolve("one")));
        two = Installation.unpackInto(Files.createDirectory(folder.resolve("two")));
        provider = OpenIdProvider.start(Files.createDirectory(folder.resolve("provider")), one.httpPort());
        configured(one, redisPort).start();
        configured(two, redisPort).start();
    }

    @AfterAll
    static void stop() {
        for (AutoCloseable part : new AutoCloseable[] {one, two, provider, redis}) {
            try {
                part.close();
            } catch (Exception e) { // the others end, too
                throw new IllegalStateException(e);
            }
        }
    }

    private static Installation configured(Installation gateway, int redisPort) throws IOException {
        Files.writeString(gateway.file("conf/gateway_config.json"), """
                {"server": {"host": "127.0.0.1", "drain_seconds": 0},
                 "redis": {"host": "127.0.0.1", "port": %d},
                 "auth": {"jwt_secret": "the same secret for the gateways of these tests"},
                 "security": {"handshakes_per_second_per_ip": 0, "failed_logins_per_minute": {"address": 0, "credentials": 0}},
                 "oidc": {"min_fetch_interval_ms": 500,
                          "issuers": [{"issuer": "%s", "audiences": ["%s"], "logout_audiences": ["%s"],
                                       "roles_claim": "roles", "roles": {"chat-admins": "admin"}}]}}
                """.formatted(
                        redisPort, provider.issuer(), OpenIdProvider.AUDIENCE, OpenIdProvider.CLIENT));
        return gateway;
    }

    private static TestClient connect(Installation gateway) {
        return TestClient.connect(URI.create("ws://127.0.0.1:" + gateway.webSocketPort() + "/ws"));
    }

    private static TestMessage present(TestClient client, String token, String platform) {
        client.sendRaw("{\"cmd_id\":1002,\"request_id\":\"t\",\"platform\":\"" + platform + "\",\"data\":{\"token\":\""
                + token + "\"}}");
        return client.reply("t");
    }

    private static TestClient loggedIn(Installation gateway, String token, String platform) {
        TestClient client = connect(gateway);
        present(client, token, platform).expect(200);
        return client;
    }

    /** What a gateway says to a token; on a platform of its own, so that the user's other sessions stay. */
    private static TestMessage answerTo(String token, Installation gateway) {
        try (TestClient client = connect(gateway)) {
            return present(client, token, "desktop");
        }
    }

    private static int codeFor(Installation gateway, String token) {
        return answerTo(token, gateway).code();
    }

    /** A token with a new key may have to wait for the next fetch that the gateway allows itself (503), and is never refused. */
    private static void awaitAccepted(Installation gateway, String token) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
            TestMessage answer = answerTo(token, gateway);
            assertThat(answer.code()).as(answer.toString()).isIn(200, 503);
            return answer.code() == 200;
        });
    }

    @Test
    void peopleOfTheProviderTalkAcrossTheNodes() {
        try (TestClient alice = loggedIn(one, provider.token("alice"), "web");
                TestClient bob = loggedIn(two, provider.token("bob"), "web");
                TestClient root = connect(two)) {
            alice.request(2001, "{\"to_user\":\"bob\",\"content\":\"hi\"}").expect(200);
            assertThat(bob.next(2003).text("content")).isEqualTo("hi");

            assertThat(present(root, provider.token("root"), "admin")
                            .expect(200)
                            .data()
                            .toString())
                    .as("a role of the provider")
                    .contains("admin");
        }
    }

    @Test
    void whatAnAttackerMakesOfAGoodTokenIsRefused() {
        Map<String, String> forged = provider.forged();
        assertThat(forged).hasSizeGreaterThan(20);
        forged.forEach((what, token) -> {
            for (Installation gateway : List.of(one, two)) {
                Awaitility.await(what).atMost(Duration.ofSeconds(30)).until(() -> {
                    // A key of nobody causes a fetch, and above the rate of fetches it is one that cannot be had now.
                    int code = codeFor(gateway, token);
                    assertThat(code).as(what).isIn(401, 503);
                    return code == 401;
                });
            }
        });
        assertThat(provider.process().log()).doesNotContain("FETCHED A URL OF A TOKEN");
        assertThat(codeFor(one, provider.token("carol")))
                .as("and honest people are not affected")
                .isEqualTo(200);
    }

    @Test
    void keysAreRotatedUnderLoadAndNobodyIsRefused() throws Exception {
        AtomicBoolean running = new AtomicBoolean(true);
        AtomicInteger logins = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<CompletableFuture<Void>> people = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Installation gateway = i % 2 == 0 ? one : two;
                String before = provider.token("person-" + i);
                people.add(CompletableFuture.runAsync(
                        () -> {
                            while (running.get()) {
                                TestMessage answer = answerTo(before, gateway);
                                assertThat(answer.code()).as(answer.toString()).isEqualTo(200);
                                logins.incrementAndGet();
                            }
                        },
                        threads));
            }
            for (int rotation = 0; rotation < 3; rotation++) {
                provider.rotate();
                String fresh = provider.token("erin");
                awaitAccepted(one, fresh);
                awaitAccepted(two, fresh);
            }
            int soFar = logins.get();
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> logins.get() > soFar + 20);
            running.set(false);
            people.forEach(CompletableFuture::join);
            System.out.println(logins + " logins around three new keys, none refused");
        } finally {
            running.set(false);
            threads.shutdown();
        }
    }

    @Test
    void anOutageStopsNobodyWhoseKeyIsKnown() {
        String known = provider.token("frank");
        assertThat(codeFor(one, known)).isEqualTo(200);
        assertThat(codeFor(two, known)).isEqualTo(200);
        provider.process().kill();
        try {
            assertThat(codeFor(one, known)).isEqualTo(200);
            assertThat(codeFor(two, known)).isEqualTo(200);
            one.close();
            one.start();
            assertThat(codeFor(one, known))
                    .as("a gateway that starts without the provider has no keys, and a good token stays good")
                    .isEqualTo(503);
        } finally {
            provider.process().restart();
            provider.process().awaitReady();
        }
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> codeFor(one, known) == 200);
    }

    @Test
    void aLogoutAtTheProviderClosesTheSocketsOfAllNodes() {
        String token = provider.token("grace");
        try (TestClient web = loggedIn(one, token, "web");
                TestClient phone = loggedIn(two, token, "android");
                TestClient bob = loggedIn(two, provider.token("heidi"), "web")) {
            CompletableFuture<Long> closedWeb = closing(web);
            CompletableFuture<Long> closedPhone = closing(phone);

            long told = provider.logout("grace");

            Duration slowest = Duration.ofMillis(Math.max(closedWeb.join(), closedPhone.join()) - told);
            System.out.println("closed on both nodes " + slowest.toMillis() + " ms after the provider's call");
            assertThat(slowest).isBetween(Duration.ZERO, Duration.ofSeconds(1));
            bob.request(2001, "{\"to_user\":\"grace\",\"content\":\"for nobody's eyes\"}")
                    .expect(200);
            assertThat(web.takeAll()).noneMatch(message -> message.cmdId() == 2003);
            assertThat(phone.takeAll()).noneMatch(message -> message.cmdId() == 2003);
            assertThat(codeFor(one, token)).as("the token has ended").isEqualTo(401);
            assertThat(codeFor(two, token)).isEqualTo(401);
            // Times of tokens have whole seconds: one of the logout's own second has ended with the earlier ones.
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(300))
                    .until(() -> codeFor(two, provider.token("grace")) == 200);
        }
    }

    private static CompletableFuture<Long> closing(TestClient client) {
        return CompletableFuture.supplyAsync(() -> {
            assertThat(client.closeCode()).isEqualTo(4401);
            return System.currentTimeMillis(); // the clock of the provider's process, too
        });
    }

    @Test
    void nothingIsDeliveredToASessionWhoseTokenHasEnded() {
        String token = provider.token("ivan", 8);
        try (TestClient ivan = loggedIn(one, token, "web");
                TestClient judy = loggedIn(two, provider.token("judy"), "web")) {
            judy.request(2001, "{\"to_user\":\"ivan\",\"content\":\"in time\"}").expect(200);
            assertThat(ivan.next(2003).text("content")).isEqualTo("in time");

            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> codeFor(two, token) == 401);
            judy.request(2001, "{\"to_user\":\"ivan\",\"content\":\"too late\"}")
                    .expect(200);

            assertThat(ivan.closeCode()).isEqualTo(4401);
            assertThat(ivan.takeAll()).noneMatch(message -> message.cmdId() == 2003);
        }
    }
}
