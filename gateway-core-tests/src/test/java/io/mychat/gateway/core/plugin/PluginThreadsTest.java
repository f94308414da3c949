package io.mychat.gateway.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.mychat.gateway.core.config.PluginsConfig.PluginLimits;
import io.mychat.gateway.core.threads.DroppedTaskException;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.message.MessageContext;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.message.RequestId;
import io.mychat.gateway.spi.message.UnifiedMessage;
import io.mychat.gateway.spi.session.Sessions;
import io.mychat.gateway.testkit.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class PluginThreadsTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final UnifiedMessage MESSAGE =
            new UnifiedMessage(5001, "s", "alice", "{}", "web", Instant.EPOCH, new RequestId("r", false));

    private final ManualTime time = new ManualTime();
    private final PluginThreads threads = new PluginThreads(
            "slow",
            new PluginLimits(1, 10, 10, 10, HOUR, HOUR, Map.of()),
            PluginThreadsTest.class.getClassLoader(),
            time);

    /** The only thread is held until the stop interrupts it. */
    private void hold() {
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
    }

    private static void isDropped(CompletionStage<?> stage) {
        assertThat(stage)
                .failsWithin(SOON)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(DroppedTaskException.class);
    }

    @Test
    void aStopEndsTheCallsThatWaitAndTheirTimers() throws Exception {
        hold();
        CompletionStage<Integer> hook = threads.call("a hook", HOUR, () -> 1);
        CompletionStage<Reply> handler = new PluginHandlers(threads)
                .elsewhere((message, context) -> {
                    throw new IllegalStateException("must not be called");
                })
                .handle(MESSAGE, mock(MessageContext.class));

        assertThat(threads.stop()).isTrue();

        isDropped(hook);
        isDropped(handler);
        await().until(() -> time.pendingTimers() == 0);
        assertThat(metric("plugin_tasks")).isZero();
    }

    @Test
    void aStopEndsTheStagesThatThePluginWaitsFor() {
        CompletableFuture<Long> before = new CompletableFuture<>();
        CompletableFuture<Long> after = new CompletableFuture<>();
        Sessions host = mock(Sessions.class);
        when(host.onlineCountAsync()).thenReturn(before).thenReturn(after);
        Sessions own = OwnThreads.of(Sessions.class, host, threads);
        CompletionStage<Long> waiting = own.onlineCountAsync();
        CompletionStage<Long> late = own.onlineCountAsync();
        hold();
        before.complete(1L);

        assertThat(threads.stop()).isTrue();
        after.complete(2L);

        isDropped(waiting);
        isDropped(late);
        assertThat(metric("plugin_tasks")).isZero();
    }

    private double metric(String name) {
        return threads.metrics().stream()
                .filter(metric -> metric.name().equals(name))
                .mapToDouble(Metric::value)
                .sum();
    }
}
