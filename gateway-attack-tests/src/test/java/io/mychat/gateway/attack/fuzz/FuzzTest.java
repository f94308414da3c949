package io.mychat.gateway.attack.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.core.store.InMemoryTokenStore;
import io.mychat.gateway.core.store.TokenStoreLimits;
import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.RandomSeed;
import io.mychat.gateway.testkit.TestClient;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Mutated input against a running gateway. After each batch a good client is served; in the end nothing is left: no
 * connection, no memory, no thread, and no line in the log.
 */
class FuzzTest {

    private static final int MOST_WARM_UP = 100_000;
    private static final long MEMORY_SLACK = 32L << 20;
    private static final int THREAD_SLACK = 2;

    private int batchSize = 500;

    @Test
    void twentyThousandMutationsHarmNobody() throws Exception {
        fuzz(20_000);
    }

    @Test
    @Tag("proof")
    void tenMillionMutationsHarmNobody() throws Exception {
        batchSize = 2_500;
        fuzz(10_000_000);
    }

    private void fuzz(int mutations) throws Exception {
        RandomSeed randomSeed = RandomSeed.get();
        System.out.println("FuzzTest: " + mutations + " mutations, " + randomSeed);
        try (LogWatch log = new LogWatch()) {
            // What the first one loads and starts for good shall not look like a leak.
            try (LiveGateway first = start()) {
                attack(first, randomSeed, -2L * batchSize, 0);
                await().untilAsserted(() -> assertThat(first.connections()).isZero());
            }
            List<String> threads = threads();
            try (LiveGateway gateway = start()) {
                long warmUp = Math.min(mutations / 4L, MOST_WARM_UP) / batchSize * batchSize;
                attack(gateway, randomSeed, 0, warmUp);
                long memory = usedMemory();
                attack(gateway, randomSeed, warmUp, mutations);
                await().untilAsserted(() -> assertThat(gateway.connections()).isZero());
                assertThat(usedMemory())
                        .as("bytes on the heap, %s after the warm-up", memory)
                        .isLessThan(memory + MEMORY_SLACK);
            }
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(threads())
                            .as("threads; before: %s", threads)
                            .hasSizeLessThanOrEqualTo(threads.size() + THREAD_SLACK));
            // A refused token is an error of the specification's wording, once a minute.
            assertThat(log.lines())
                    .as("warnings and errors, %s", randomSeed)
                    .allMatch(line -> line.contains("Token verification failed for session "));
        }
    }

    /** The embedded stores are bounded, and here the bounds are small: what is full does not grow. */
    private static LiveGateway start() throws IOException {
        TokenStoreLimits tokens = new TokenStoreLimits(Duration.ofDays(1), 1000, 10, 8, 1000);
        return LiveGateway.start((GatewayBuilder builder) -> builder.setting("auth.max_failed_attempts", 1000)
                // The attacks are far from normal, and their warnings would hide others.
                .setting("security.anomalies.logins_per_address.count", 0)
                .setting("security.anomalies.logins_per_user.count", 0)
                .setting("security.anomalies.messages_per_user.count", 0)
                .setting("security.anomalies.accounts_per_address.count", 0)
                .setting("security.anomalies.addresses_per_account.count", 0)
                // Fits the limit of open files of any machine: a start that lowers it warns.
                .setting("server.max_connections", 200)
                // A burst of requests for history is no slow reader here.
                .setting("processing.max_outbound_bytes", 16 << 20)
                .setting("messages.max_per_inbox", 100)
                .setting("messages.max_inboxes", 100)
                .setting("messages.max_chats", 100)
                .setting("messages.max_total_bytes", 4 << 20)
                .tokenStore(new InMemoryTokenStore(new WallTime(), tokens)));
    }

    private void attack(LiveGateway gateway, RandomSeed randomSeed, long from, long to) throws IOException {
        Attack frames = new FrameAttack(gateway);
        Attack messages = new MessageAttack(gateway);
        // As many of each as their speed allows.
        List<Attack> attacks = List.of(
                frames, messages, frames, frames, messages, frames, frames, messages, frames, new HttpAttack(gateway));
        for (long done = from; done < to; done += batchSize) {
            long batch = Math.floorDiv(done, (long) batchSize);
            Attack attack = attacks.get((int) Math.floorMod(batch, (long) attacks.size()));
            try {
                attack.run(randomSeed.random(batch), batchSize);
                roundTrip(gateway);
            } catch (AssertionError | IOException e) {
                throw new AssertionError(
                        attack.getClass().getSimpleName() + ", batch " + batch + ", " + randomSeed + ": "
                                + e.getMessage(),
                        e);
            }
        }
    }

    private static void roundTrip(LiveGateway gateway) {
        try (TestClient client = gateway.login("healthy", "web", "d")) {
            assertThat(client.request(3001, "{}").code()).isEqualTo(200);
            assertThat(client.request(2001, "{\"to_user\":\"healthy\",\"content\":\"note\"}")
                            .code())
                    .isEqualTo(200);
        }
    }

    private static long usedMemory() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /**
     * An HTTP client of the JDK that nobody refers to ends its thread after a collection. The idle workers of the test's
     * own clients live for a minute more, as many as the load of the machine has needed.
     */
    private static List<String> threads() {
        System.gc();
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> !name.matches("HttpClient-\\d+-Worker-\\d+"))
                .sorted()
                .toList();
    }
}
