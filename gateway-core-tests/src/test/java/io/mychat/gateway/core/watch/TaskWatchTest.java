package io.mychat.gateway.core.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.message.HandlerDefinition;
import io.mychat.gateway.spi.message.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the watchdog of a whole gateway says of messages that wait. It looks in real time, once a second. */
class TaskWatchTest {

    private static final Pattern LOOKS = Pattern.compile("(?m)^mychat_watchdog_looks_total (\\S+)$");

    @Test
    void aMessageBehindALongOneOfItsOwnSessionIsNoFault() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (TestGateway gateway = TestGateway.start(builder -> builder.setting("server.watchdog_seconds", 1)
                .handler(HandlerDefinition.blocking("report", (message, context) -> {
                            started.countDown();
                            release.await();
                            return Reply.ok();
                        })
                        .command(5001)
                        .timeout(Duration.ofMinutes(10))
                        .build()))) {
            Guest alice = gateway.login("alice", "web", "w");
            alice.client().send(5001, "{}");
            alice.client().send(5001, "{}");
            started.await();
            gateway.sockets.settle();

            for (double before = looks(gateway), i = 0; i < 3; i++) {
                double enough = before + i + 1;
                gateway.time.advance(Duration.ofSeconds(10));
                await().until(() -> looks(gateway) >= enough);
            }

            assertThat(metrics(gateway)).contains("mychat_watchdog_fault{thing=\"tasks\"} 0\n");
            release.countDown();
        }
    }

    private static double looks(TestGateway gateway) {
        Matcher matcher = LOOKS.matcher(metrics(gateway));
        assertThat(matcher.find()).isTrue();
        return Double.parseDouble(matcher.group(1));
    }

    private static String metrics(TestGateway gateway) {
        return new String(
                gateway.http
                        .get("/api/system/metrics", Map.of("Accept", "text/plain"))
                        .body(),
                StandardCharsets.UTF_8);
    }
}
