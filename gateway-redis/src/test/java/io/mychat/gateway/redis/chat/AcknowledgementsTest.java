package io.mychat.gateway.redis.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.redis.client.Keys;
import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.redis.client.RedisReply;
import io.mychat.gateway.redis.client.TestReplies;
import io.mychat.gateway.redis.settings.MessageSettings;
import io.mychat.gateway.redis.settings.RedisSettings;
import io.mychat.gateway.redis.testing.RedisServers;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.testkit.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Acknowledgements wait for each other. */
class AcknowledgementsTest {

    private static final int LIMIT = 3;
    private static final DeviceKey WEB = new DeviceKey("web", "w");
    private static final DeviceKey PHONE = new DeviceKey("android", "p");

    private final List<String> written = new ArrayList<>();
    private int calls;
    private boolean redisIsAway;
    private final Acknowledgements acknowledgements = new Acknowledgements(
            this::answer,
            ChatDependencies.of(
                    new ChatKeys(new Keys("")),
                    new MessageSettings(Duration.ofDays(1), Duration.ofDays(1), 10, 10, 10, LIMIT),
                    "n1",
                    new ManualTime(),
                    () -> 0));

    private List<RedisReply> answer(List<RedisCommand> commands) {
        calls++;
        if (redisIsAway) {
            return TestReplies.lost(commands.size());
        }
        // Behind the digest: clock, retention, bound of devices, device, number, epoch.
        commands.stream()
                .filter(RedisCommand::writes)
                .forEach(command ->
                        written.add(command.keys().get(0) + " " + command.args().get(4) + " "
                                + command.args().get(5) + " " + command.args().get(6)));
        return commands.stream().map(command -> TestReplies.of(0L)).toList();
    }

    @Test
    void theNewestOfEachDeviceIsWrittenInOneCall() {
        acknowledgements.acknowledge("bob", WEB, "e", 1);
        acknowledgements.acknowledge("bob", WEB, "e", 3);
        acknowledgements.acknowledge("bob", WEB, "e", 2);
        acknowledgements.acknowledge("bob", PHONE, "e", 1);
        acknowledgements.acknowledge("eve", WEB, "f", 7);
        assertThat(calls).isZero();

        acknowledgements.flush();
        acknowledgements.flush();

        assertThat(written)
                .containsExactly(
                        "inbox:bounds:{bob} ack web:w 3 e",
                        "inbox:bounds:{bob} ack android:p 1 e",
                        "inbox:bounds:{eve} ack web:w 7 f");
    }

    @Test
    void whatBelongsToAnotherEpochIsWrittenToo() {
        acknowledgements.acknowledge("bob", WEB, "e", 9);
        acknowledgements.acknowledge("bob", WEB, "f", 1);
        acknowledgements.acknowledge("bob", WEB, "e", 4);

        acknowledgements.flush();

        assertThat(written)
                .as("only the script knows which one is current")
                .containsExactly("inbox:bounds:{bob} ack web:w 9 e", "inbox:bounds:{bob} ack web:w 1 f");
    }

    @Test
    void whatRedisDidNotTakeWaitsForItsReturn() {
        redisIsAway = true;
        acknowledgements.acknowledge("bob", WEB, "e", 1);
        acknowledgements.acknowledge("bob", PHONE, "e", 1);
        acknowledgements.flush();
        acknowledgements.acknowledge("bob", WEB, "e", 2);
        int tries = calls;

        redisIsAway = false;
        for (int i = 0; i <= Acknowledgements.RESTS; i++) {
            acknowledgements.flush();
        }

        assertThat(written)
                .containsExactlyInAnyOrder("inbox:bounds:{bob} ack web:w 2 e", "inbox:bounds:{bob} ack android:p 1 e");
        assertThat(calls - tries).as("it is left alone for a while").isEqualTo(1);
    }

    @Test
    void beyondTheBoundEachIsWrittenAtOnce() {
        for (int i = 0; i < LIMIT; i++) {
            acknowledgements.acknowledge("user" + i, WEB, "e", 1);
        }

        acknowledgements.acknowledge("bob", WEB, "e", 1);
        acknowledgements.acknowledge("user1", WEB, "e", 2);

        assertThat(written).containsExactly("inbox:bounds:{bob} ack web:w 1 e");
        assertThat(acknowledgements.metrics())
                .extracting(metric -> metric.value())
                .containsExactly((double) LIMIT, (double) LIMIT);
    }

    @Test
    void aReaderSeesWhatWaits() {
        acknowledgements.acknowledge("bob", WEB, "e", 5);

        long unused = acknowledgements.acknowledged("bob", WEB);

        assertThat(written).first().isEqualTo("inbox:bounds:{bob} ack web:w 5 e");
        assertThat(acknowledgements.isWaiting("bob", WEB)).isFalse();
    }

    @Test
    void theEndOfASessionWritesAtOnce() {
        RedisSettings redis = RedisServers.single();
        try (ChatNode node = ChatNode.of(redis, "n1");
                ChatNode other = ChatNode.of(redis, "n2")) {
            node.store().append(ChatNode.message("alice", "bob", "hi", null));
            String epoch = node.store().readInbox("bob", 0, 0).epoch();
            node.store().acknowledge("bob", WEB, epoch, 1);
            assertThat(other.store().acknowledged("bob", WEB)).as("it waits").isZero();

            node.store().sessionEnded("bob", WEB);

            Awaitility.await()
                    .untilAsserted(() ->
                            assertThat(other.store().acknowledged("bob", WEB)).isEqualTo(1));
        }
    }

    @Test
    void noneIsForgottenWhileOthersAreWritten() throws InterruptedException {
        int rounds = 200;
        CountDownLatch began = new CountDownLatch(1);
        Thread writer = new Thread(() -> {
            began.countDown();
            for (int i = 0; i < rounds; i++) {
                acknowledgements.flush();
            }
        });
        writer.start();
        began.await();
        for (int i = 1; i <= rounds; i++) {
            acknowledgements.acknowledge("bob", WEB, "e", i);
        }
        writer.join();
        acknowledgements.flush();

        assertThat(written).last().isEqualTo("inbox:bounds:{bob} ack web:w " + rounds + " e");
    }
}
