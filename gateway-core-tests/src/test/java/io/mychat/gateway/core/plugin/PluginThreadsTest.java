package io.mychat.gateway.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;

import io.mychat.gateway.core.config.PluginsConfig.PluginLimits;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.message.MessageContext;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.message.RequestId;
import io.mychat.gateway.spi.message.UnifiedMessage;
import io.mychat.gateway.testkit.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class PluginThreadsTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final UnifiedMessage MESSAGE =
            new UnifiedMessage(5001, "s", "alice", "{}", "web", Instant.EPOCH, new RequestId("r", false));

    private final ManualTime time = new ManualTime();
    private final PluginThreads threads = new PluginThreads(
            "slow",
            new PluginLimits(1, 10, 10, 10, HOUR, HOUR, Map.of()),
            PluginThreadsTest.class.getClassLoader(),
            time);

    @Test
    void aStopEndsTheCallsThatWaitAndTheirTimers() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        threads.execute(() -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        await().until(() -> begun.getCount() == 0);
        CompletionStage<Integer> hook = threads.call("a hook", HOUR, () -> 1);
        CompletionStage<Reply> handler = new PluginHandlers(threads)
                .elsewhere((message, context) -> {
                    throw new IllegalStateException("must not be called");
                })
                .handle(MESSAGE, mock(MessageContext.class));

        assertThat(threads.stop()).isTrue();

        assertThat(hook)
                .failsWithin(Duration.ZERO)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(RejectedExecutionException.class);
        assertThat(handler).isCompletedWithValueMatching(reply -> reply.data().contains("draining"));
        assertThat(time.pendingTimers()).isZero();
        assertThat(metric("plugin_tasks")).isZero();
    }

    private double metric(String name) {
        return threads.metrics().stream()
                .filter(metric -> metric.name().equals(name))
                .mapToDouble(Metric::value)
                .sum();
    }
}
