package io.mychat.gateway.redis.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.redis.chat.Crash.Ended;
import io.mychat.gateway.redis.chat.Crash.When;
import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.redis.settings.MessageSettings;
import io.mychat.gateway.redis.settings.RedisSettings;
import io.mychat.gateway.redis.settings.RedisSettings.Mode;
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
        try (ChatNode chatNode = node(settings, "n1")) {
            long before = chatNode.redis().commandsSent();

            for (int i = 0; i < STEPS_OF_A_MINUTE; i++) {
                chatNode.store().step();
            }

            assertThat(chatNode.redis().commandsSent() - before)
                    .isBetween(1L, settings.servers().mode() == Mode.CLUSTER ? 1_260L : 3L);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void howManyMessagesAreOpenIsKnownWithinAMinute(RedisSettings settings) {
        try (ChatNode chatNode = node(settings, "n1")) {
            for (int i = 0; i < 3; i++) {
                chatNode.redis()
                        .call(RedisCommand.write(
                                "ZADD",
                                chatNode.redis().keys().braced("chat:open:", "c" + 500 * i),
                                0,
                                "dm:a:b 0000000000000001 1 " + System.currentTimeMillis() + " v1 n9"));
            }
            stepForAMinute(chatNode);
            assertThat(open(chatNode)).isEqualTo(3);

            for (int i = 0; i < 3; i++) {
                chatNode.redis()
                        .call(RedisCommand.write("DEL", chatNode.redis().keys().braced("chat:open:", "c" + 500 * i)));
            }
            stepForAMinute(chatNode);
            assertThat(open(chatNode)).isZero();
        }
    }

    private static void stepForAMinute(ChatNode chatNode) {
        for (int i = 0; i < STEPS_OF_A_MINUTE; i++) {
            chatNode.store().step();
        }
    }

    private static double open(ChatNode chatNode) {
        return chatNode.store().metrics().stream()
                .filter(metric -> metric.name().equals("messages_open"))
                .findFirst()
                .orElseThrow()
                .value();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whatADeadGatewayLeftIsFinishedSoon(RedisSettings settings) {
        try (ChatNode chatNode = node(settings, "n2")) {
            ChatNode dying = ChatNode.inTwoSteps(
                    settings, "n1", MessageSettings.defaults(), redis -> new Crash(redis, 1, When.AFTER_ALL));
            assertThatThrownBy(() -> dying.store().append(ChatNode.message("alice", "bob", "m1", null)))
                    .isInstanceOf(Ended.class);
            dying.stopAbruptly();
            chatNode.elapse(AGE);
            dead.add("the incarnation of n1");

            chatNode.store().step();
            assertThat(chatNode.store().readInbox("bob", 0, 10).entries()).isEmpty();
            time.advance(AGE);
            chatNode.store().step();

            assertThat(chatNode.store().readInbox("bob", 0, 10).entries()).hasSize(1);
            long before = chatNode.redis().commandsSent();
            chatNode.store().step();
            assertThat(chatNode.redis().commandsSent() - before)
                    .as("once is enough")
                    .isLessThan(settings.servers().mode() == Mode.CLUSTER ? 22 : 2);
        }
    }

    private ChatNode node(RedisSettings settings, String name) {
        return ChatNode.of(settings, name, new ChatNode.Dependencies(time, () -> Set.copyOf(dead)));
    }
}
