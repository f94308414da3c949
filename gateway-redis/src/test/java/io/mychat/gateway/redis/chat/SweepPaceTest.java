package io.mychat.gateway.redis.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.redis.chat.Crash.Ended;
import io.mychat.gateway.redis.chat.Crash.When;
import io.mychat.gateway.redis.client.Command;
import io.mychat.gateway.redis.client.RedisSettings;
import io.mychat.gateway.redis.client.RedisSettings.Mode;
import io.mychat.gateway.redis.testing.RedisServers;
import io.mychat.gateway.testkit.ManualTime;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The search for open messages costs little while nothing happens, and is quick when something has happened. */
class SweepPaceTest {

    private static final Duration AGE = Duration.ofSeconds(5);
    private static final int STEPS_OF_A_MINUTE = 60;

    private final ManualTime time = new ManualTime();
    private final Set<String> dead = new CopyOnWriteArraySet<>(Set.of("long ago"));

    static Stream<RedisSettings> kinds() {
        return Stream.of(RedisServers.single(), RedisServers.cluster());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void anIdleMinuteCostsFewCommands(RedisSettings settings) {
        try (Node node = node(settings, "n1")) {
            long before = node.redis().commandsSent();

            for (int i = 0; i < STEPS_OF_A_MINUTE; i++) {
                node.store().step();
            }

            assertThat(node.redis().commandsSent() - before)
                    .isBetween(1L, settings.servers().mode() == Mode.CLUSTER ? 1_260L : 3L);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void howManyMessagesAreOpenIsKnownWithinAMinute(RedisSettings settings) {
        try (Node node = node(settings, "n1")) {
            for (int i = 0; i < 3; i++) {
                node.redis()
                        .call(Command.write(
                                "ZADD",
                                node.redis().keys().braced("chat:open:", "c" + 500 * i),
                                0,
                                "dm:a:b 0000000000000001 1 " + System.currentTimeMillis() + " v1 n9"));
            }
            stepForAMinute(node);
            assertThat(open(node)).isEqualTo(3);

            for (int i = 0; i < 3; i++) {
                node.redis().call(Command.write("DEL", node.redis().keys().braced("chat:open:", "c" + 500 * i)));
            }
            stepForAMinute(node);
            assertThat(open(node)).isZero();
        }
    }

    private static void stepForAMinute(Node node) {
        for (int i = 0; i < STEPS_OF_A_MINUTE; i++) {
            node.store().step();
        }
    }

    private static double open(Node node) {
        return node.store().metrics().stream()
                .filter(metric -> metric.name().equals("messages_open"))
                .findFirst()
                .orElseThrow()
                .value();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whatADeadGatewayLeftIsFinishedSoon(RedisSettings settings) {
        try (Node node = node(settings, "n2")) {
            Node dying =
                    Node.of(settings, "n1", MessageSettings.defaults(), redis -> new Crash(redis, 1, When.AFTER_ALL));
            assertThatThrownBy(() -> dying.store().append(Node.message("alice", "bob", "m1", null)))
                    .isInstanceOf(Ended.class);
            dying.stopAbruptly();
            node.elapse(AGE);
            dead.add("the incarnation of n1");

            node.store().step();
            assertThat(node.store().readInbox("bob", 0, 10).entries()).isEmpty();
            time.advance(AGE);
            node.store().step();

            assertThat(node.store().readInbox("bob", 0, 10).entries()).hasSize(1);
            long before = node.redis().commandsSent();
            node.store().step();
            assertThat(node.redis().commandsSent() - before)
                    .as("once is enough")
                    .isLessThan(settings.servers().mode() == Mode.CLUSTER ? 22 : 2);
        }
    }

    private Node node(RedisSettings settings, String name) {
        return Node.of(settings, name, new Node.Surroundings(time, () -> Set.copyOf(dead)));
    }
}
