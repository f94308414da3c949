package io.mychat.gateway.core.processor;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.TestMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What arrives together has one moment, and each of its answers is counted. */
class ReadBatchTest {

    private static final String HEARTBEAT = "{\"cmd_id\":3001}";

    /** Each look at the wall clock is a millisecond later. */
    private static final class Ticking implements TimeSource {

        private final ManualTime time;
        private final AtomicLong looks = new AtomicLong();

        Ticking(ManualTime time) {
            this.time = time;
        }

        @Override
        public Instant now() {
            return time.now().plusMillis(looks.incrementAndGet());
        }

        @Override
        public long nanoTime() {
            return time.nanoTime();
        }

        @Override
        public Timer schedule(Duration delay, Runnable action) {
            return time.schedule(delay, action);
        }
    }

    @Test
    void heartbeatsThatArriveTogetherTakeOneLookAtTheClock() {
        ManualTime manual = new ManualTime();
        try (TestGateway gateway = TestGateway.start(builder -> builder.time(new Ticking(manual)))) {
            Guest alice = gateway.login("alice", "web", "w");
            gateway.sockets.settle();
            double before = answered(gateway);

            alice.connection().sendTogether(Collections.nCopies(5, HEARTBEAT));
            List<TestMessage> replies =
                    Stream.generate(() -> alice.client().next(3001)).limit(5).toList();

            assertThat(replies).extracting(TestMessage::code).containsOnly(200);
            assertThat(replies.stream().map(reply -> reply.text("timestamp")).distinct())
                    .hasSize(1);
            gateway.sockets.settle();
            assertThat(answered(gateway) - before).isEqualTo(5);
            assertThat(alice.request(3001, "{}").text("timestamp"))
                    .as("of another read")
                    .isGreaterThan(replies.get(0).text("timestamp"));
        }
    }

    @Test
    void amongOtherCommandsEachAnswerIsCountedForItsOwn() {
        try (TestGateway gateway = TestGateway.start()) {
            Guest alice = gateway.login("alice", "web", "w");
            gateway.sockets.settle();
            double before = answered(gateway);
            long heartbeats = ofCommand(gateway, "3001");
            long sent = ofCommand(gateway, "2001");

            alice.connection()
                    .sendTogether(List.of(
                            HEARTBEAT,
                            "{\"cmd_id\":2001,\"data\":{\"to_user\":\"bob\",\"content\":\"hi\"}}",
                            HEARTBEAT,
                            "{\"cmd_id\":7777}",
                            HEARTBEAT));

            assertThat(Stream.generate(() -> alice.client().next()).limit(5).map(TestMessage::cmdId))
                    .containsExactly(3001L, 2001L, 3001L, 7777L, 3001L);
            gateway.sockets.settle();
            assertThat(answered(gateway) - before).isEqualTo(4);
            assertThat(ofCommand(gateway, "3001") - heartbeats).isEqualTo(3);
            assertThat(ofCommand(gateway, "2001") - sent).isEqualTo(1);
        }
    }

    private static double answered(TestGateway gateway) {
        return gateway.server.metrics().metrics().stream()
                .filter(metric -> metric.name().endsWith("messages_answered_total")
                        && "200".equals(metric.labels().get("code")))
                .mapToDouble(Metric::value)
                .sum();
    }

    private static long ofCommand(TestGateway gateway, String command) {
        return gateway.server.metrics().metrics().stream()
                .filter(metric -> metric.name().endsWith("message_answer_seconds")
                        && command.equals(metric.labels().get("command")))
                .flatMap(metric -> metric.histogram().stream())
                .flatMap(histogram -> histogram.counts().stream())
                .mapToLong(Long::longValue)
                .sum();
    }
}
