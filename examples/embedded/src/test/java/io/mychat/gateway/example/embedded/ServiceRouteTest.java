package io.mychat.gateway.example.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.mychat.gateway.auth.PasswordHasher;
import io.mychat.gateway.auth.UserAccounts;
import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.InMemoryHttpTransport;
import io.mychat.gateway.testkit.InMemoryTransport;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** gateway-backends on the class path: a whole gateway, a real back-end, the specification's block as it stands. */
class ServiceRouteTest {

    private static final String PASSWORD = "correct horse battery staple";

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final InMemoryTransport sockets = new InMemoryTransport(new ManualTime());
    private HttpServer backEnd = backEnd(0);

    private HttpServer backEnd(int port) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            server.createContext("/", exchange -> {
                seen.add(exchange.getRequestURI() + " "
                        + exchange.getRequestHeaders().containsKey("X-Gateway-Signature") + " "
                        + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                byte[] answer = "{\"status\":\"on its way\"}".getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
                exchange.close();
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void stop() {
        backEnd.stop(0);
    }

    private LiveGateway gateway() throws IOException {
        UserAccounts accounts = UserAccounts.builder()
                .add("alice", "alice", new PasswordHasher().hash(PASSWORD), Set.of())
                .build();
        return LiveGateway.start(LiveGateway.withDefaults()
                .webSocketTransport(sockets)
                .httpTransport(new InMemoryHttpTransport())
                .credentials(accounts.passwordVerifier())
                .users(accounts)
                .setting("routes.5001.service", "default")
                .setting("routes.5001.retry_count", 1)
                .setting("load_balancing.strategy", "round_robin")
                .setting("load_balancing.secret", "between us")
                .setting("load_balancing.circuit_breaker.window", 2)
                .setting("load_balancing.circuit_breaker.min_calls", 2)
                .setting("load_balancing.circuit_breaker.open_ms", 50)
                .setting(
                        "load_balancing.backend_servers",
                        List.of("http://127.0.0.1:" + backEnd.getAddress().getPort())));
    }

    private TestClient alice() {
        TestClient alice = TestClient.over(sockets.connect());
        assertThat(alice.login("alice", PASSWORD, "web", "w").code()).isEqualTo(200);
        return alice;
    }

    @Test
    void aBackEndAnswersAClient() throws Exception {
        try (LiveGateway gateway = gateway()) {
            TestMessage reply = alice().request(5001, "{\"order\":\"A-1\"}");

            assertThat(reply.code()).isEqualTo(200);
            assertThat(reply.text("status")).isEqualTo("on its way");
            assertThat(seen)
                    .singleElement()
                    .satisfies(request -> assertThat(request)
                            .startsWith("/messages/5001 true {\"cmd_id\":5001,")
                            .contains("\"user_id\":\"alice\",\"device_id\":\"w\",\"platform\":\"web\"")
                            .contains("\"data\":{\"order\":\"A-1\"}"));
        }
    }

    @Test
    void aDeadBackEndIs503AndItsReturnNeedsNoRestart() throws Exception {
        int port = backEnd.getAddress().getPort();
        try (LiveGateway gateway = gateway()) {
            TestClient alice = alice();
            backEnd.stop(0);

            for (int i = 0; i < 4; i++) {
                assertThat(alice.request(5001, "{}").code()).isEqualTo(503);
            }

            backEnd = backEnd(port);
            await().until(() -> alice.request(5001, "{}").code() == 200);
        }
    }
}
