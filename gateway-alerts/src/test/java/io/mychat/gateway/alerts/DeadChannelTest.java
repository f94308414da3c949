package io.mychat.gateway.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.spi.GatewayView;
import io.mychat.gateway.spi.alert.AlertChannel;
import io.mychat.gateway.spi.alert.AlertNotification;
import io.mychat.gateway.spi.alert.DeliveryOutcome;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.session.IdempotencyStore;
import io.mychat.gateway.testkit.alert.InMemoryAlertChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With the threads of a gateway. */
class DeadChannelTest {

    private final AlertsFixture alerts = new AlertsFixture();
    private final DeadChannel dead = new DeadChannel();
    private final InMemoryAlertChannel other = new InMemoryAlertChannel("other");
    private final AtomicInteger looks = new AtomicInteger();
    private final AlertService service = AlertService.create(
            alerts.read(Map.of(
                    "group_seconds",
                    0,
                    "stop_timeout_ms",
                    100,
                    "rules",
                    Map.of("many", Map.of("when", "connections > 10", "for_seconds", 0)))),
            "n1",
            alerts.time);

    /** Never answers, and does not end when it is interrupted either. */
    private static final class DeadChannel implements AlertChannel {
        private final CountDownLatch called = new CountDownLatch(1);
        private final CountDownLatch end = new CountDownLatch(1);

        @Override
        public String name() {
            return "dead";
        }

        @Override
        public DeliveryOutcome send(AlertNotification notification, Duration timeout) {
            called.countDown();
            while (true) {
                try {
                    end.await();
                    return new DeliveryOutcome.Failed("dead");
                } catch (InterruptedException e) {
                    // A host's channel may ignore it.
                }
            }
        }
    }

    private record View(MetricSource metrics, IdempotencyStore idempotencyStore, List<AlertChannel> alertChannels)
            implements GatewayView {}

    @AfterEach
    void stop() {
        dead.end.countDown();
        service.close();
    }

    private List<Metric> metrics() {
        looks.incrementAndGet();
        return List.of(
                Metric.gauge("connections", "", 11),
                Metric.gauge("recent_error_share", "", 0),
                Metric.gauge("recent_answer_seconds", "", 0),
                Metric.gauge("process_resident_memory_bytes", "", 0),
                Metric.gauge("process_resident_memory_bytes_limit", "", 0));
    }

    /** Lets an interval pass, and waits until the metrics have been read. */
    private void look() {
        int before = looks.get();
        await().until(() -> alerts.time.pendingTimers() > 0);
        alerts.time.advance(Duration.ofSeconds(15));
        await().until(() -> looks.get() > before);
    }

    @Test
    void aDeadChannelHoldsUpNeitherTheRulesNorAnotherChannel() throws InterruptedException {
        assertThat(service.attach(new View(this::metrics, alerts.claims, List.of(dead, other))))
                .isEmpty();
        look();
        await().until(() -> service.metrics().stream()
                .anyMatch(metric -> metric.name().equals("alerts_firing") && metric.value() == 1));

        await().until(() -> {
            alerts.time.advance(Duration.ofSeconds(1));
            return !other.lines().isEmpty() && dead.called.getCount() == 0;
        });
        for (int i = 0; i < 5; i++) {
            look();
        }

        assertThat(other.lines()).containsExactly("FIRING many");
        assertThat(service.metrics())
                .filteredOn(metric -> metric.name().equals("alerts_pending")
                        && metric.labels().containsValue("dead"))
                .singleElement()
                .satisfies(metric -> assertThat(metric.value()).isLessThanOrEqualTo(1));
    }

    @Test
    void aDeadChannelDoesNotHoldUpTheStop() throws InterruptedException {
        service.attach(new View(this::metrics, alerts.claims, List.of(dead)));
        look();
        await().until(() -> {
            alerts.time.advance(Duration.ofSeconds(1));
            return dead.called.getCount() == 0;
        });

        long before = System.nanoTime();
        service.close();

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
    }
}
