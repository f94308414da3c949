package io.mychat.gateway.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.mychat.gateway.spi.event.HistogramSnapshot;
import io.mychat.gateway.spi.event.Metric;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GatewayMetersTest {

    private final MockClock clock = new MockClock();
    private final MeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
    private final List<Metric> metrics = new ArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();

    private List<Metric> source() {
        asked.incrementAndGet();
        return List.copyOf(metrics);
    }

    private static Metric answers(long fast, long slow, double sum) {
        return Metric.histogram(
                        "message_answer_seconds",
                        "Time to the answer.",
                        new HistogramSnapshot(List.of(0.00025, 1.0), List.of(fast, slow, 0L), sum))
                .with("command", "2001");
    }

    @Test
    void countersAndGaugesHaveTheirValuesAndTags() {
        metrics.add(Metric.counter("logins_total", "Logins.", 3).with("platform", "web"));
        metrics.add(Metric.gauge("tasks_running", "Handlers.", 7));
        new GatewayMeters(this::source, Tags.of("gateway", "one")).bindTo(registry);

        assertThat(registry.get("mychat.logins")
                        .tag("platform", "web")
                        .tag("gateway", "one")
                        .functionCounter()
                        .count())
                .isEqualTo(3);
        assertThat(registry.get("mychat.tasks.running")
                        .tag("gateway", "one")
                        .gauge()
                        .value())
                .isEqualTo(7);
    }

    @Test
    void aHistogramIsATimerWithBuckets() {
        metrics.add(answers(2, 3, 1.5));
        new GatewayMeters(this::source).bindTo(registry);

        var timer = registry.get("mychat.message.answer").tag("command", "2001").functionTimer();
        assertThat(timer.count()).isEqualTo(5);
        assertThat(timer.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(1500);
        for (String[] bucket : new String[][] {{"0.00025", "2"}, {"1.0", "5"}, {"+Inf", "5"}}) {
            assertThat(registry.get("mychat.message.answer.histogram")
                            .tag("le", bucket[0])
                            .gauge()
                            .value())
                    .as(bucket[0])
                    .isEqualTo(Double.parseDouble(bucket[1]));
        }
    }

    @Test
    void theSourceIsAskedOnceASecondHoweverManyMetersAreRead() {
        for (int i = 0; i < 50; i++) {
            metrics.add(Metric.gauge("tasks_running", "Handlers.", i).with("pool", "p" + i));
        }
        new GatewayMeters(this::source).bindTo(registry);
        clock.add(Duration.ofSeconds(2));
        asked.set(0);

        registry.getMeters()
                .forEach(meter -> meter.measure().forEach(measurement -> {
                    double ignored = measurement.getValue();
                }));

        assertThat(asked).hasValue(1);
    }

    @Test
    void valuesAreRenewedAndNewLabelsGetMeters() {
        metrics.add(Metric.counter("logins_total", "Logins.", 3).with("platform", "web"));
        metrics.add(answers(1, 0, 0.1));
        new GatewayMeters(this::source).bindTo(registry);
        metrics.clear();
        metrics.add(Metric.counter("logins_total", "Logins.", 4).with("platform", "web"));
        metrics.add(Metric.counter("logins_total", "Logins.", 1).with("platform", "ios"));
        metrics.add(answers(1, 1, 0.9));
        clock.add(Duration.ofSeconds(2));

        assertThat(registry.get("mychat.logins")
                        .tag("platform", "web")
                        .functionCounter()
                        .count())
                .isEqualTo(4);
        assertThat(registry.get("mychat.logins")
                        .tag("platform", "ios")
                        .functionCounter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("mychat.message.answer").functionTimer().count())
                .isEqualTo(2);
    }

    @Test
    void theMetersOutliveTheBinder() {
        metrics.add(Metric.counter("logins_total", "Logins.", 3));
        new GatewayMeters(this::source).bindTo(registry);
        System.gc();
        metrics.set(0, Metric.counter("logins_total", "Logins.", 9));
        clock.add(Duration.ofSeconds(2));

        assertThat(registry.get("mychat.logins").functionCounter().count()).isEqualTo(9);
    }

    @Test
    void theHostBindsItsOwnMetricsOfTheJvm() {
        metrics.add(Metric.gauge("jvm_threads_current", "Threads.", 3));
        metrics.add(Metric.gauge("process_open_fds", "Files.", 3));
        new GatewayMeters(this::source).bindTo(registry);

        assertThat(registry.getMeters())
                .extracting(meter -> meter.getId().getName())
                .containsExactly("mychat.meters");
    }

    @Test
    void inPrometheusTheNamesAreThoseOfTheGatewaysOwnExposition() {
        PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        metrics.add(Metric.counter("logins_total", "Logins.", 3).with("platform", "web"));
        metrics.add(Metric.gauge("buffered_bytes_limit", "Bytes.", 7));
        metrics.add(Metric.gauge("uptime_seconds", "Uptime.", 9));
        metrics.add(answers(2, 3, 1.5));
        new GatewayMeters(this::source).bindTo(prometheus);

        assertThat(prometheus.scrape())
                .contains(
                        "mychat_logins_total{platform=\"web\"} 3.0\n",
                        "mychat_buffered_bytes_limit 7.0\n",
                        "mychat_uptime_seconds 9.0\n",
                        "mychat_message_answer_seconds_count{command=\"2001\"} 5\n",
                        "mychat_message_answer_seconds_sum{command=\"2001\"} 1.5\n",
                        "mychat_message_answer_histogram{command=\"2001\",le=\"1.0\"} 5.0\n");
    }
}
