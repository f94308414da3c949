package io.mychat.gateway.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.spi.GatewayPlugin;
import io.mychat.gateway.spi.GatewayView;
import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.ModuleServices;
import io.mychat.gateway.spi.PluginContext;
import io.mychat.gateway.spi.alert.Alert;
import io.mychat.gateway.spi.alert.AlertChannel;
import io.mychat.gateway.spi.alert.AlertNotification;
import io.mychat.gateway.spi.alert.AlertSeverity;
import io.mychat.gateway.spi.alert.AlertText;
import io.mychat.gateway.spi.alert.DeliveryOutcome;
import io.mychat.gateway.spi.config.ModuleSettings;
import io.mychat.gateway.spi.config.SettingFault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A plug-in that carries alerts. */
class PluginAlertChannelTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final AlertText TEXT = AlertText.literal("text");
    private static final AlertNotification NOTIFICATION = new AlertNotification(
            "n-1",
            Instant.EPOCH,
            List.of(new Alert(
                    new Alert.Identity("rule", Optional.empty(), Map.of()),
                    AlertSeverity.WARNING,
                    Alert.State.FIRING,
                    new Alert.Reading(1, "x > 0", Instant.EPOCH),
                    TEXT)),
            TEXT,
            TEXT);

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);

    /** Carries alerts as its task says. */
    private record Pager(Task task) implements GatewayPlugin, AlertChannel {

        interface Task {
            DeliveryOutcome send(Duration timeout) throws InterruptedException;
        }

        @Override
        public String name() {
            return "pager";
        }

        @Override
        public void start(PluginContext context) {}

        @Override
        public DeliveryOutcome send(AlertNotification notification, Duration timeout) throws InterruptedException {
            return task.send(timeout);
        }
    }

    /** Takes the channels as gateway-alerts does. */
    private static final class Alerts implements ModuleProvider, ModuleProvider.Module {

        private @Nullable List<AlertChannel> channels;

        @Override
        public String name() {
            return "alerts-of-a-test";
        }

        @Override
        public Set<String> sections() {
            return Set.of();
        }

        @Override
        public Module configure(ModuleSettings settings) {
            return this;
        }

        @Override
        public void create(ModuleServices services) {}

        @Override
        public List<SettingFault> attach(GatewayView gateway) {
            channels = gateway.alertChannels();
            return List.of();
        }

        AlertChannel channel() {
            List<AlertChannel> all = Objects.requireNonNull(channels);
            assertThat(all).hasSize(1);
            return all.get(0);
        }
    }

    private final Alerts alerts = new Alerts();

    private TestGateway start(Pager.Task task) {
        return TestGateway.start(builder -> builder.module(alerts).plugin(new Pager(task)));
    }

    @Test
    void anAlertIsSentOnAThreadOfThePlugin() throws InterruptedException {
        try (TestGateway gateway = start(timeout -> {
            assertThat(timeout).isEqualTo(TIMEOUT);
            return new DeliveryOutcome.Delivered(Thread.currentThread().getName());
        })) {
            assertThat(alerts.channel().name()).isEqualTo("pager");
            assertThat(alerts.channel().send(NOTIFICATION, TIMEOUT))
                    .isInstanceOfSatisfying(
                            DeliveryOutcome.Delivered.class,
                            delivered -> assertThat(delivered.answer()).startsWith("plugin-pager"));
        }
    }

    @Test
    void anExceptionIsAFailureOfThePlugin() throws InterruptedException {
        try (TestGateway gateway = start(timeout -> {
            throw new IllegalStateException("no line");
        })) {
            assertThat(alerts.channel().send(NOTIFICATION, TIMEOUT))
                    .isEqualTo(new DeliveryOutcome.Failed("plug-in pager: IllegalStateException: no line"));
        }
    }

    @Test
    void anAttemptThatTakesTooLongIsInterrupted() throws InterruptedException {
        try (TestGateway gateway = start(timeout -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } finally {
                interrupted.countDown();
            }
            return new DeliveryOutcome.Delivered("never");
        })) {
            CompletableFuture<DeliveryOutcome> sent = CompletableFuture.supplyAsync(() -> {
                try {
                    return alerts.channel().send(NOTIFICATION, TIMEOUT);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            begun.await();
            // The attempt may begin before its timer does.
            await().until(() -> {
                gateway.time.advance(TIMEOUT);
                return sent.isDone();
            });
            assertThat(sent.join())
                    .isEqualTo(new DeliveryOutcome.Failed("plug-in pager: an alert took longer than 3000 ms"));
            interrupted.await();
        }
    }

    @Test
    void afterTheStopNothingIsSent() throws InterruptedException {
        start(timeout -> new DeliveryOutcome.Delivered("sent")).close();

        assertThat(alerts.channel().send(NOTIFICATION, TIMEOUT)).isInstanceOf(DeliveryOutcome.Failed.class);
    }
}
