package io.mychat.gateway.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.GatewayPlugin;
import io.mychat.gateway.spi.HandlerRegistry;
import io.mychat.gateway.spi.PluginContext;
import io.mychat.gateway.spi.event.HealthIndicator;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.hook.HookOptions;
import io.mychat.gateway.spi.hook.MessageHook;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.testkit.TestMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A plug-in that throws, blocks or leaks harms only its own commands. */
class PluginIsolationTest {

    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger interrupted = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();

    /** Does everything wrong. */
    private final class Bad implements GatewayPlugin, HealthIndicator {

        @Override
        public String name() {
            return "bad";
        }

        @Override
        public void install(HandlerRegistry handlers) {
            handlers.register(5001, (message, context) -> {
                throw new StackOverflowError();
            });
            handlers.register(5002, (message, context) -> {
                block();
                return Reply.ok();
            });
            handlers.registerAsync(5003, (message, context) -> {
                block();
                return CompletableFuture.completedFuture(Reply.ok());
            });
            handlers.register(5004, (message, context) -> {
                context.afterReply(() -> {}, PluginIsolationTest.this::block);
                block();
                return Reply.ok();
            });
        }

        @Override
        public void start(PluginContext context) {
            context.listen(event -> block());
            context.listen(event -> {
                throw new IllegalStateException("a mistake");
            });
            context.metrics(() -> {
                block();
                return List.of();
            });
            context.health(this);
            context.tasks().after(Duration.ZERO, () -> {
                throw new AssertionError("a mistake");
            });
            try {
                for (int i = 0; i < 1000; i++) {
                    context.tasks().after(Duration.ofDays(1), () -> {});
                }
            } catch (RejectedExecutionException e) {
                refused.incrementAndGet();
            }
        }

        @Override
        public String component() {
            return "bad";
        }

        @Override
        public Status status() {
            throw new IllegalStateException("a mistake");
        }

        @Override
        public void stop() {
            throw new IllegalStateException("a mistake");
        }
    }

    private void block() {
        try {
            release.await();
        } catch (InterruptedException e) {
            interrupted.incrementAndGet();
            Thread.currentThread().interrupt();
        }
    }

    private static double metric(TestGateway gateway, String name) {
        return gateway.server.metrics().metrics().stream()
                .filter(metric -> metric.name().equals(name))
                .mapToDouble(Metric::value)
                .sum();
    }

    @Test
    void othersAreServedWhileAPluginBlocksAndThrows() {
        try (TestGateway gateway = TestGateway.start(builder -> builder.plugin(new Bad())
                .setting("plugins.threads", 2)
                .setting("plugins.queue_size", 4)
                .setting("plugins.event_queue_size", 10)
                .setting("processing.worker_threads", 2))) {
            Guest victim = gateway.login("victim", "web", "w");
            assertThat(refused).hasValue(1);
            for (int i = 0; i < 12; i++) {
                Guest guest = gateway.login("user" + i, "web", "w");
                guest.client().send(i % 2 == 0 ? 5002 : 5003, "{}");
            }
            // The bulkhead is full, so its commands are refused, and nobody else's.
            await().untilAsserted(() ->
                    assertThat(metric(gateway, "plugin_rejected_total")).isPositive());
            assertThat(victim.request(5001, "{}").code()).isEqualTo(503);
            assertThat(victim.request(2001, "{\"to_user\":\"user1\",\"content\":\"hi\"}")
                            .code())
                    .isEqualTo(200);
            assertThat(victim.request(3001, "{}").code()).isEqualTo(200);
            assertThat(metric(gateway, "plugin_tasks")).isEqualTo(metric(gateway, "plugin_tasks_limit"));
            assertThat(metric(gateway, "plugin_events_missed_total")).isPositive();
            assertThat(metric(gateway, "metric_sources_failed")).isZero();

            // The time limit of a command interrupts its handler.
            gateway.time.advance(Duration.ofSeconds(6));
            await().until(() -> interrupted.get() > 0);
            gateway.advance(Duration.ofSeconds(20));
            release.countDown();
            TestMessage answer = victim.request(3001, "{}");
            assertThat(answer.code()).isEqualTo(200);
            await().untilAsserted(
                            () -> assertThat(victim.request(5001, "{}").code()).isEqualTo(500));
            await().untilAsserted(
                            () -> assertThat(metric(gateway, "plugin_tasks")).isZero());
        }
    }

    @Test
    void aHookWhoseThreadsNeverComeBackDelaysNobodyForLong() {
        MessageHook deaf = message -> {
            Uninterruptibly.await(release);
            return new MessageHook.Pass();
        };
        try (TestGateway gateway = TestGateway.start(builder -> builder.plugin(
                        context -> context.hooks().message(HookOptions.open(), deaf))
                .setting("plugins.threads", 1))) {
            Guest alice = gateway.login("alice", "web", "w");
            String message = "{\"to_user\":\"bob\",\"content\":\"hi\"}";
            alice.client().send(2001, message);
            await().until(() -> metric(gateway, "plugin_threads_busy") == 1);
            List<TestMessage> answers = new ArrayList<>();
            // The time limit of the hook may begin a moment after its thread.
            await().until(() -> {
                gateway.time.advance(Duration.ofSeconds(1));
                answers.addAll(alice.client().takeAll());
                return !answers.isEmpty();
            });
            assertThat(answers.get(0).code()).isEqualTo(200);

            assertThat(alice.request(2001, message).code())
                    .as("without a wait, since the time stands still")
                    .isEqualTo(200);

            release.countDown();
            await().until(() -> metric(gateway, "plugin_threads_busy") == 0);
            assertThat(alice.request(2001, message).code()).isEqualTo(200);
            assertThat(metric(gateway, "plugin_rejected_total")).isEqualTo(1);
        }
    }

    /** Waits as code that swallows interruptions. */
    private static final class Uninterruptibly {

        static void await(CountDownLatch latch) {
            while (latch.getCount() > 0) {
                try {
                    latch.await();
                } catch (InterruptedException e) {
                    assertThat(e).isNotNull();
                }
            }
        }
    }

    @Test
    void anActionAfterAReplyDelaysNoOtherMessage() {
        try (TestGateway gateway = TestGateway.start(builder ->
                builder.plugin(context -> context.handlers().register(5005, (message, from) -> {
                    from.afterReply(this::block);
                    return Reply.ok();
                })))) {
            Guest alice = gateway.login("alice", "web", "w");

            assertThat(alice.request(5005, "{}").code()).isEqualTo(200);
            assertThat(alice.request(2001, "{\"to_user\":\"bob\",\"content\":\"hi\"}")
                            .code())
                    .isEqualTo(200);
            release.countDown();
        }
    }

    @Test
    void whatDependsOnACallRunsOnThreadsOfThePlugin() {
        Queue<String> threads = new ConcurrentLinkedQueue<>();
        try (TestGateway gateway = TestGateway.start(builder -> builder.plugin(context -> {
            context.handlers().register(5005, (message, from) -> {
                note(threads, from.sessions().onlineCountAsync());
                return Reply.ok();
            });
            for (int i = 0; i < 20; i++) {
                note(threads, context.sessions().onlineCountAsync());
                note(threads, context.tokens().verifyAsync("x"));
            }
        }))) {
            assertThat(gateway.login("alice", "web", "w").request(5005, "{}").code())
                    .isEqualTo(200);

            await().untilAsserted(() ->
                    assertThat(threads).hasSize(41).allMatch(name -> name.startsWith("plugin-plugin-isolation-test")));
        }
    }

    private static void note(Queue<String> threads, CompletionStage<?> stage) {
        stage.whenComplete(
                (result, failure) -> threads.add(Thread.currentThread().getName()));
    }

    @Test
    void whatDependsOnALateStageBlocksNoTimer() {
        CountDownLatch called = new CountDownLatch(1);
        try (TestGateway gateway = TestGateway.start(builder ->
                builder.plugin(context -> context.handlers().registerAsync(5006, (message, from) -> {
                    CompletableFuture<Reply> never = new CompletableFuture<>();
                    CompletionStage<Reply> unused = never.whenComplete((reply, failure) -> block());
                    called.countDown();
                    return never;
                })))) {
            Guest alice = gateway.login("alice", "web", "w");
            alice.client().send(5006, "{}");
            await().until(() -> called.getCount() == 0);
            await().until(() -> metric(gateway, "plugin_tasks") == 0);

            gateway.time.advance(Duration.ofSeconds(6));

            assertThat(alice.client().next().code()).isEqualTo(503);
            assertThat(alice.request(3001, "{}").code()).isEqualTo(200);
            release.countDown();
        }
    }

    @Test
    void anActionAfterALateReplyRunsOnThreadsOfThePlugin() {
        try (TestGateway gateway =
                TestGateway.start(builder -> builder.plugin(new Bad()).setting("plugins.limits.bad.threads", 8))) {
            Guest alice = gateway.login("alice", "web", "w");
            alice.client().send(5004, "{}");
            await().untilAsserted(() ->
                    assertThat(metric(gateway, "plugin_threads_busy")).isPositive());
            gateway.time.advance(Duration.ofSeconds(6));

            assertThat(alice.client().next().code()).isEqualTo(503);
            assertThat(alice.request(3001, "{}").code()).isEqualTo(200);
            release.countDown();
        }
    }
}
