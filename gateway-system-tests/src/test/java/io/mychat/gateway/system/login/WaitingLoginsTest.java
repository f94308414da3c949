package io.mychat.gateway.system.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.spi.auth.CredentialVerdict;
import io.mychat.gateway.spi.session.UserInfo;
import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestHttpClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Logins whose passwords are being checked hold nothing that other calls need. */
class WaitingLoginsTest {

    private static final int LOGINS = 40;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final CountDownLatch checked = new CountDownLatch(1);
    private final AtomicInteger checking = new AtomicInteger();

    @SuppressWarnings("NullAway.Init")
    private LiveGateway gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = LiveGateway.start(builder -> builder.credentials(this::check)
                .setting("processing.worker_threads", 4)
                .setting("processing.task_timeout_ms", 60_000));
    }

    @AfterEach
    void stop() {
        checked.countDown();
        gateway.close();
    }

    private CredentialVerdict check(String username, String password) {
        if (username.startsWith("slow")) {
            checking.incrementAndGet();
            try {
                checked.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return new CredentialVerdict.Accepted(new UserInfo(username, username, Set.of()));
    }

    @Test
    void otherCallsAreAnsweredWhileManyLoginsOverHttpWait() throws Exception {
        List<CompletableFuture<TestHttpClient.Answer>> logins = new ArrayList<>();
        for (int i = 0; i < LOGINS; i++) {
            logins.add(gateway.http().withPatience(PATIENCE).postAsync("/api/auth/login", login(i)));
        }
        await().atMost(PATIENCE).until(() -> checking.get() >= 16);

        assertThat(gateway.http().get("/api/system/health").status()).isEqualTo(200);
        await().atMost(PATIENCE).until(() -> checking.get() == LOGINS);
        checked.countDown();
        assertThat(logins).allSatisfy(login -> assertThat(login.join().status()).isEqualTo(200));
    }

    @Test
    void messagesAreHandledWhileManyLoginsOverWebSocketWait() {
        try (TestClient bob = gateway.login("bob", "web", "d1")) {
            List<TestClient> waiting = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                TestClient client = gateway.connect();
                client.sendRaw("{\"cmd_id\":1001,\"platform\":\"web\",\"data\":" + login(i) + "}");
                waiting.add(client);
            }
            await().atMost(PATIENCE).until(() -> checking.get() == 8);

            assertThat(bob.request(1004, "{}").code()).isEqualTo(200);
            checked.countDown();
            waiting.forEach(client -> assertThat(client.next(1001).code()).isEqualTo(200));
            waiting.forEach(TestClient::close);
        }
    }

    private static String login(int user) {
        return "{\"username\":\"slow" + user + "\",\"password\":\"" + LiveGateway.PASSWORD + "\",\"platform\":\"web\"}";
    }
}
