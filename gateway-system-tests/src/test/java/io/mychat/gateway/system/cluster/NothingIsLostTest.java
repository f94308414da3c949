package io.mychat.gateway.system.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mychat.gateway.redis.testing.RedisProcess;
import io.mychat.gateway.testkit.TestClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * People write to each other over three gateways while gateways are killed with SIGKILL and Redis is killed and restarted on
 * its append-only file. Everything that was answered with 200 is in the history exactly once and in order, and each reader has
 * seen each message once and in order.
 */
class NothingIsLostTest {

    private static final int NODES = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final long seed = Long.getLong("cluster.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final AtomicReferenceArray<NodeProcess> nodes = new AtomicReferenceArray<>(NODES);

    @Test
    void shortly() throws InterruptedException {
        run(150, 3);
    }

    @Test
    @Tag("proof")
    void forLong() throws InterruptedException {
        run(4000, 40);
    }

    private void run(int messages, int faults) throws InterruptedException {
        System.out.println("cluster.seed=" + seed);
        try (RedisProcess redis = RedisProcess.startDurable()) {
            Map<String, Object> settings =
                    Map.of("redis.host", "127.0.0.1", "redis.port", redis.port(), "redis.lease_seconds", 4);
            for (int i = 0; i < NODES; i++) {
                nodes.set(i, NodeProcess.start("n" + i, settings));
            }
            List<Reader> readers =
                    Stream.of("rita", "rolf").map(user -> new Reader(user, anyNode())).toList();
            List<Thread> reading = readers.stream().map(NothingIsLostTest::start).toList();
            await().atMost(PATIENCE).until(() -> online("rita") && online("rolf"));
            List<Writer> writers = new ArrayList<>();
            for (String writer : List.of("wanda", "willi")) {
                readers.forEach(reader -> writers.add(new Writer(writer + "-" + reader.user(), reader.user(), messages, anyNode())));
            }
            List<Thread> writing = writers.stream().map(NothingIsLostTest::start).toList();

            for (int fault = 1; fault <= faults; fault++) {
                long due = (long) messages * fault / (faults + 1);
                await().atMost(PATIENCE)
                        .until(() -> writers.stream().mapToInt(writer -> writer.confirmed().size()).min().orElse(0) >= due);
                doHarm(redis, settings, fault);
            }
            for (Thread thread : writing) {
                thread.join(PATIENCE.toMillis());
            }
            assertThat(writers).allSatisfy(writer -> assertThat(writer.confirmed()).hasSize(messages));
            await("all that was confirmed is delivered").atMost(PATIENCE).untilAsserted(() -> {
                for (Reader reader : readers) {
                    assertThat(reader.received()).hasSizeGreaterThanOrEqualTo(messages * 2);
                }
            });
            readers.forEach(Reader::finish);
            for (Thread thread : reading) {
                thread.join(PATIENCE.toMillis());
            }
            check(writers, readers);
            System.out.println("retries " + writers.stream().mapToInt(Writer::retries).sum() + ", resumes "
                    + readers.stream().mapToInt(Reader::resumes).sum());
        } finally {
            for (int i = 0; i < NODES; i++) {
                NodeProcess node = nodes.get(i);
                if (node != null) {
                    node.kill();
                }
            }
        }
    }

    private void doHarm(RedisProcess redis, Map<String, Object> settings, int fault) {
        if (fault % 3 == 2) {
            redis.restart();
        } else {
            int victim = random.nextInt(NODES);
            nodes.get(victim).kill();
            nodes.set(victim, NodeProcess.start("n" + victim, settings));
        }
    }

    private void check(List<Writer> writers, List<Reader> readers) {
        for (Reader reader : readers) {
            assertThat(reader.wrong()).as("seed %d: what %s saw", seed, reader.user()).isEmpty();
        }
        for (Writer writer : writers) {
            Reader reader = readers.stream()
                    .filter(one -> one.user().equals(writer.receiver()))
                    .findFirst()
                    .orElseThrow();
            assertThat(reader.received().stream()
                            .map(Reader.Received::content)
                            .filter(content -> content.startsWith(writer.user() + " ")))
                    .as("seed %d: what %s read of %s", seed, reader.user(), writer.user())
                    .containsExactlyElementsOf(writer.confirmed());
            assertThat(history(writer))
                    .as("seed %d: the chat of %s", seed, writer.user())
                    .containsExactlyElementsOf(writer.confirmed());
        }
    }

    /** The whole chat, oldest first. */
    private List<String> history(Writer writer) {
        List<String> contents = new ArrayList<>();
        try (TestClient client = anyNode().get().login(writer.user(), "web", "historian")) {
            String before = "";
            JsonNode page;
            do {
                page = client.request(
                                2002,
                                "{\"chat_id\":\"dm:" + chat(writer) + "\",\"limit\":200" + before + "}")
                        .data();
                List<String> older = page.path("messages").findValuesAsText("content");
                contents.addAll(0, older);
                before = ",\"before\":\"" + page.at("/messages/0/message_id").asText() + "\"";
            } while (page.path("has_more").asBoolean());
        }
        return contents;
    }

    private static String chat(Writer writer) {
        return Stream.of(writer.user(), writer.receiver()).sorted().reduce((a, b) -> a + ":" + b).orElseThrow();
    }

    private boolean online(String user) {
        try (TestClient client = anyNode().get().login(user, "desktop", "probe")) {
            return client.request(1004, "{}").data().path("devices").toString().contains("reader");
        }
    }

    private Supplier<Node> anyNode() {
        return () -> nodes.get(random.nextInt(NODES)).node();
    }

    private static Thread start(Runnable task) {
        Thread thread = new Thread(task, task.getClass().getSimpleName());
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
