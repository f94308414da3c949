package io.mychat.gateway.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.testkit.TestCertificates;
import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two gateways and one Redis behind each of the proxies, with the configurations of {@code deploy}. */
@Tag("ops")
class ProxyTest {

    private static final String PASSWORD = "correct horse";
    private static final int CALLS = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Longer than nginx's own time-out for a silent connection. */
    private static final Duration SILENCE = Duration.ofSeconds(65);

    @TempDir
    static Path directory;

    private static TestCertificates certificate;
    private static HttpClient http;

    @BeforeAll
    static void trustTheCertificate() {
        certificate = TestCertificates.forLoopback(directory);
        http = HttpClient.newBuilder()
                .sslContext(certificate.client())
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    @ParameterizedTest
    @EnumSource(Proxy.class)
    void clientsTalkAndOutliveTheirGateways(Proxy proxy, @TempDir Path folder) throws Exception {
        int redisPort = TestProcess.freePort();
        List<String> redisServer =
                List.of("redis-server", "--port", "" + redisPort, "--bind", "127.0.0.1", "--save", "");
        try (TestProcess redis = start(folder, redisServer, redisPort);
                Installation first = gateway(folder.resolve("gw1"), proxy, redisPort);
                Installation second = gateway(folder.resolve("gw2"), proxy, redisPort)) {
            first.start();
            second.start();
            ProxyPorts ports = ProxyPorts.of(proxy, List.of(first, second));
            try (TestProcess front = start(folder, proxy.command(folder, ports, certificate), ports.webSocket())) {
                assertThat(redis.isAlive() && front.isAlive()).isTrue();
                Journey journey = new Journey(proxy, ports);
                journey.everyCallReachesTheRightPort();
                journey.theAddressIsTheClients();
                journey.aForgedAddressIsNotBelieved();
                journey.whatIsForOperatorsStaysInside();
                if (!proxy.isPassthrough()) {
                    journey.eventsArriveAtOnceAndPostsReachTheirStream();
                }
                journey.silenceIsNotTakenForAnEnd();
                journey.clientsGoToTheOtherGateway(first, second);
            }
        }
    }

    private static TestProcess start(Path folder, List<String> command, int port) {
        return TestProcess.of(command)
                .directory(folder)
                .readyWhen(process -> TestProcess.isListening(port))
                .start();
    }

    private static Installation gateway(Path folder, Proxy proxy, int redisPort)
            throws IOException, InterruptedException {
        Installation gateway = Installation.unpackInto(Files.createDirectory(folder))
                .with("MYCHAT_CDS", "off")
                .with("JAVA_OPTS", "-Xmx256m -XX:TieredStopAtLevel=1")
                .with("GATEWAY_JWT_SECRET", "a secret of these tests, and long enough")
                .with("GATEWAY_CONSOLE_ENABLED", "true")
                .with("REDIS_HOST", "127.0.0.1")
                .with("REDIS_PORT", Integer.toString(redisPort))
                .with("GATEWAY_SERVER_EVENTS_ENABLED", "true")
                .with("GATEWAY_SECURITY_TRUSTED_PROXIES", Proxy.ADDRESS)
                .with("GATEWAY_SECURITY_CLIENT_ADDRESS", proxy.isPassthrough() ? "proxy-protocol" : "x-real-ip");
        if (proxy.isPassthrough()) {
            gateway.with("GATEWAY_SERVER_SSL_ENABLED", "true")
                    .with(
                            "GATEWAY_SERVER_SSL_CERT_PATH",
                            certificate.certificate().toString())
                    .with("GATEWAY_SERVER_SSL_KEY_PATH", certificate.key().toString())
                    .with("GATEWAY_SERVER_MANAGEMENT_PORT", Integer.toString(TestProcess.freePort()));
        }
        Path config = gateway.file("conf/gateway_config.json");
        Files.writeString(config, Files.readString(config).replace("\"auth\": {", "\"redis\": {},\n  \"auth\": {"));
        Files.copy(users(folder), gateway.file("conf/users.json"), StandardCopyOption.REPLACE_EXISTING);
        return gateway;
    }

    /** The same file for both: an account with another hash is another account, for which the tokens of the first do not count. */
    private static Path users(Path folder) throws IOException, InterruptedException {
        Path users = folder.resolveSibling("users.json");
        if (Files.notExists(users)) {
            String hash = CommandResult.outputOf(
                            folder, "sh", "-c", "echo '" + PASSWORD + "' | bin/gateway hash-password")
                    .strip();
            String user = "{\"user_id\":\"%1$s\",\"username\":\"%1$s\",\"password_hash\":\"%2$s\",\"roles\":[]}";
            Files.writeString(users, "[" + user.formatted("alice", hash) + "," + user.formatted("bob", hash) + "]");
        }
        return users;
    }

    /** What clients do, step by step. */
    private record Journey(Proxy proxy, ProxyPorts ports) {

        /**
         * As a client does, which comes back: 503 says that a gateway is busy, as one is that has just started, and nginx answers 502
         * for 5 s where both gateways have failed shortly one after the other.
         */
        TestClient login(String name, Map<String, String> headers) {
            URI uri = URI.create("wss://127.0.0.1:" + ports.webSocket() + "/ws");
            return await().atMost(PATIENCE)
                    .until(
                            () -> {
                                TestClient client;
                                try {
                                    client = TestClient.connect(uri, headers, http);
                                } catch (AssertionError e) {
                                    return Optional.<TestClient>empty();
                                }
                                int code = client.login(name, PASSWORD, "android", name + "-phone")
                                        .code();
                                assertThat(code).isIn(200, 503);
                                if (code == 503) {
                                    client.close();
                                }
                                return Optional.of(client).filter(bound -> code == 200);
                            },
                            Optional::isPresent)
                    .orElseThrow();
        }

        int status(String path) throws IOException, InterruptedException {
            return http.send(
                            HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + ports.http() + path))
                                    .timeout(PATIENCE)
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }

        void everyCallReachesTheRightPort() throws IOException, InterruptedException {
            for (int i = 0; i < CALLS; i++) {
                assertThat(status("/api/openapi.json")).as("call %d", i).isEqualTo(200);
                TestClient.connect(URI.create("wss://127.0.0.1:" + ports.webSocket() + "/ws"), Map.of(), http)
                        .close();
            }
        }

        void theAddressIsTheClients() {
            try (TestClient alice = login("alice", Map.of())) {
                assertThat(alice.request(1004, "{}").data().findValuesAsText("ip"))
                        .containsOnly("127.0.0.1");
            }
        }

        void aForgedAddressIsNotBelieved() {
            Map<String, String> forged = Map.of("X-Real-IP", "9.9.9.9", "X-Forwarded-For", "9.9.9.9");
            try (TestClient alice = login("alice", forged)) {
                assertThat(alice.request(1004, "{}").data().findValuesAsText("ip"))
                        .containsOnly("127.0.0.1");
            }
        }

        void whatIsForOperatorsStaysInside() throws IOException, InterruptedException {
            for (String path : List.of(
                    "/api/system/metrics",
                    "/api/%73ystem/metrics",
                    "/api/connections/stats",
                    "/api/connection%73/stats",
                    "/api/bans",
                    "/api/b%61ns",
                    "/console",
                    "/console/",
                    "/%63onsole/",
                    "/api/../console/",
                    "/api/%2e%2e/console/",
                    "/console/settings.json")) {
                assertThat(status(path)).as(path).isIn(400, 404);
            }
        }

        /** By a route of the client, and by its address. The next gateway is asked where a route leads to the other one. */
        void eventsArriveAtOnceAndPostsReachTheirStream() throws IOException, InterruptedException {
            String credentials = "{\"username\":\"alice\",\"password\":\"" + PASSWORD + "\",\"platform\":\"android\"}";
            String login = await().atMost(PATIENCE)
                    .until(() -> call("/api/auth/login", "", credentials), body -> body.contains("\"token\":"));
            String token = login.replaceFirst("(?s).*?\"token\":\"([^\"]+)\".*", "$1");
            for (int i = 0; i < CALLS; i++) {
                String route = i % 2 == 0 ? "?route=r" + i : "";
                HttpRequest request = HttpRequest.newBuilder(
                                URI.create("https://127.0.0.1:" + ports.http() + "/api/events" + route))
                        .header("Authorization", "Bearer " + token)
                        .timeout(PATIENCE)
                        .build();
                HttpResponse<Stream<String>> stream = http.send(request, HttpResponse.BodyHandlers.ofLines());
                assertThat(stream.statusCode()).as(login).isEqualTo(200);
                try (Stream<String> lines = stream.body()) {
                    Iterator<String> events = lines.iterator();
                    String key = lineWith(events, "session_key").replaceFirst(".*:\"([^\"]+)\".*", "$1");
                    lineWith(events, "\"cmd_id\":1002,\"code\":200");
                    for (String other : List.of(route, "?route=other" + i)) {
                        assertThat(call("/api/events" + other, key, "{\"cmd_id\":3001}"))
                                .contains("\"accepted\":1");
                        lineWith(events, "\"cmd_id\":3001,\"code\":200");
                    }
                }
            }
        }

        private static String lineWith(Iterator<String> events, String text) {
            while (true) {
                String line = events.next();
                if (line.contains(text)) {
                    return line;
                }
            }
        }

        private String call(String path, String key, String body) throws IOException, InterruptedException {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + ports.http() + path))
                    .header("Content-Type", "application/json")
                    .timeout(PATIENCE)
                    .POST(HttpRequest.BodyPublishers.ofString(body));
            if (!key.isEmpty()) {
                request.header("X-Session-Key", key);
            }
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }

        void silenceIsNotTakenForAnEnd() {
            try (TestClient alice = login("alice", Map.of())) {
                long begin = System.nanoTime();
                await().pollInterval(Duration.ofSeconds(5))
                        .atMost(SILENCE.plus(PATIENCE))
                        .until(() -> System.nanoTime() - begin > SILENCE.toNanos());
                assertThat(alice.request(3001, "{}").code()).isEqualTo(200);
            }
        }

        /** A planned stop, then a kill; each time the clients of that gateway come back at once, to the other one. */
        void clientsGoToTheOtherGateway(Installation first, Installation second)
                throws IOException, InterruptedException {
            TestClient alice = login("alice", Map.of());
            TestClient bob = login("bob", Map.of());
            talk(alice, bob);

            assertThat(first.gateway("drain").exitCode()).isZero();
            List.of(alice, bob).forEach(TestClient::close);
            alice = login("alice", Map.of());
            bob = login("bob", Map.of());
            talk(alice, bob);
            everyCallReachesTheRightPort();

            first.start();
            second.kill();
            assertThat(alice.closeCode()).isIn(1006, 1011, 1001);
            await().atMost(PATIENCE)
                    .ignoreExceptionsMatching(e -> true)
                    .until(() -> status("/api/openapi.json") == 200);
            try (TestClient back = login("alice", Map.of());
                    TestClient other = login("bob", Map.of())) {
                talk(back, other);
            }
            everyCallReachesTheRightPort();
        }

        private void talk(TestClient from, TestClient to) {
            var sent = from.request(2001, "{\"to_user\":\"bob\",\"content\":\"hi\"}");
            assertThat(sent.code()).isEqualTo(200);
            assertThat(to.next(2003).data().path("message_id"))
                    .isEqualTo(sent.data().path("message_id"));
        }
    }
}
