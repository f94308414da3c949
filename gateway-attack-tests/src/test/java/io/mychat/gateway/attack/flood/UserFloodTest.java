package io.mychat.gateway.attack.flood;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Nine sessions of one user send as much as they can, each within its own rate. */
class UserFloodTest {

    private static final int SESSIONS = 9;
    private static final int MESSAGES = 60;
    private static final int SIZE = 60_000;
    private static final long BURST = 4 << 20;
    private static final long RATE = 1 << 20;
    private static final int HONEST = 50;

    private final AtomicLong stored = new AtomicLong();

    @Test
    void theUserStoresNoMoreThanTheQuotaAndOthersKeepWhatWasSent() throws Exception {
        try (LiveGateway gateway = LiveGateway.start(builder -> builder.setting("messages.max_total_bytes", 4 << 20)
                .setting("platforms.web.allow_multiple_devices", true)
                .setting("platforms.web.max_devices", 20)
                // Each session gets what the others send: on a slow machine that is more than the default.
                .setting("processing.max_outbound_bytes", 4 * BURST)
                .setting("security.user_bytes_per_second", RATE)
                .setting("security.user_byte_burst", BURST))) {
            TestClient alice = gateway.login("alice", "web", "a");
            List<TestClient> sessions = new ArrayList<>();
            for (int i = 0; i < SESSIONS; i++) {
                sessions.add(gateway.login("mallory", "web", "m" + i));
            }
            ExecutorService pool = Executors.newFixedThreadPool(SESSIONS);
            long begin = System.nanoTime();
            try {
                List<Future<Void>> floods = new ArrayList<>();
                for (TestClient session : sessions) {
                    floods.add(pool.submit(flood(session)));
                }
                for (int i = 0; i < HONEST; i++) {
                    assertThat(send(alice, "h" + i).code())
                            .as("an honest message")
                            .isEqualTo(200);
                }
                for (Future<Void> flood : floods) {
                    flood.get();
                }
            } finally {
                pool.shutdownNow();
            }

            double seconds = (System.nanoTime() - begin) / 1e9;
            assertThat(stored.get())
                    .as("bytes of one user in %s s", seconds)
                    .isPositive()
                    .isLessThanOrEqualTo((long) (BURST + RATE * seconds));
            assertThat(history(alice)).hasSize(HONEST);
        }
    }

    private Callable<Void> flood(TestClient session) {
        return () -> {
            for (int i = 0; i < MESSAGES; i++) {
                TestMessage reply = send(session, "x".repeat(SIZE));
                assertThat(reply.code()).isIn(200, 429);
                if (reply.code() == 200) {
                    stored.addAndGet(SIZE);
                }
            }
            return null;
        };
    }

    private static TestMessage send(TestClient client, String content) {
        return client.request(2001, "{\"to_user\":\"bob\",\"content\":\"" + content + "\"}");
    }

    private static List<String> history(TestClient client) {
        TestMessage reply = client.request(2002, "{\"chat_id\":\"dm:alice:bob\",\"limit\":200}");
        assertThat(reply.code()).isEqualTo(200);
        return reply.data().path("messages").findValuesAsText("content");
    }
}
