package io.mychat.gateway.attack.flood;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.attack.PackagedProgram;
import io.mychat.gateway.testkit.EventChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies of many tiny messages, by strangers with sessions over events: sixteen of them took the heap once. */
@Tag("proof")
final class EventBodiesTest {

    private static final int BODY = 1_048_576;
    private static final int STRANGERS = 16;
    private static final int ROUNDS = 4;

    @TempDir
    Path directory;

    @ParameterizedTest(name = "a megabyte of {0}")
    @ValueSource(strings = {",", "1,", "[],", " ,"})
    void manyMessagesInOneRequestTakeNoMemory(String element) throws Exception {
        String body = "[" + element.repeat((BODY - 2) / element.length() - 1) + "1]";
        try (PackagedProgram program = new PackagedProgram(directory, 0);
                Rounds honest = new Rounds(program)) {
            List<EventChannel> strangers = IntStream.range(0, STRANGERS)
                    .mapToObj(i -> EventChannel.open(program.http(), "/api/events", Map.of()))
                    .toList();

            for (int round = 0; round < ROUNDS; round++) {
                List<CompletableFuture<Integer>> answers = strangers.stream()
                        .map(stranger -> CompletableFuture.supplyAsync(
                                () -> stranger.post(body).status(), task -> new Thread(task).start()))
                        .toList();
                assertThat(answers)
                        .allSatisfy(answer -> assertThat(answer.join()).isIn(400, 404, 503));
            }

            assertThat(honest.failures()).isEmpty();
            assertThat(program.isHealthy()).isTrue();
            assertThat(program.log()).doesNotContain("OutOfMemoryError");
            strangers.forEach(EventChannel::vanish);
        }
    }
}
