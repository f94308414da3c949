package io.mychat.gateway.core.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.event.HistogramSnapshot;
import io.mychat.gateway.spi.event.Metric;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrometheusWriterTest {

    private static String prometheus(Metric... metrics) {
        return new String(PrometheusWriter.PROMETHEUS.write(List.of(metrics)), StandardCharsets.UTF_8);
    }

    private static String openMetrics(Metric... metrics) {
        return new String(PrometheusWriter.OPENMETRICS.write(List.of(metrics)), StandardCharsets.UTF_8);
    }

    @Test
    void eachNameIsDescribedOnceAndItsSamplesStandTogether() {
        String text = prometheus(
                Metric.counter("logins_total", "Logins.", 3).with("platform", "web"),
                Metric.gauge("tasks_running", "Tasks.", 7),
                Metric.counter("logins_total", "Logins.", 4).with("platform", "ios"));

        assertThat(text).isEqualTo("""
                        # TYPE mychat_logins_total counter
                        # HELP mychat_logins_total Logins.
                        mychat_logins_total{platform="web"} 3
                        mychat_logins_total{platform="ios"} 4
                        # TYPE mychat_tasks_running gauge
                        # HELP mychat_tasks_running Tasks.
                        mychat_tasks_running 7
                        """);
    }

    @Test
    void openMetricsNamesCountersWithoutTotalAndHasAnEnd() {
        assertThat(openMetrics(Metric.counter("logins_total", "Log\"ins.", 3), Metric.gauge("ready", "Ready.", 1)))
                .isEqualTo("""
                        # TYPE mychat_logins counter
                        # HELP mychat_logins Log\\"ins.
                        mychat_logins_total 3
                        # TYPE mychat_ready gauge
                        # HELP mychat_ready Ready.
                        mychat_ready 1
                        # EOF
                        """);
    }

    @Test
    void aHistogramHasCumulativeBucketsSumAndCount() {
        Metric histogram = Metric.histogram(
                        "call_seconds",
                        "Calls.",
                        new HistogramSnapshot(List.of(0.00025, 0.5, 1.0, 10.0), List.of(3L, 0L, 2L, 0L, 1L), 21.5))
                .with("store", "messages");
        String samples = """
                        mychat_call_seconds_bucket{store="messages",le="0.00025"} 3
                        mychat_call_seconds_bucket{store="messages",le="0.5"} 3
                        mychat_call_seconds_bucket{store="messages",le="1.0"} 5
                        mychat_call_seconds_bucket{store="messages",le="10.0"} 5
                        mychat_call_seconds_bucket{store="messages",le="+Inf"} 6
                        mychat_call_seconds_sum{store="messages"} 21.5
                        mychat_call_seconds_count{store="messages"} 6
                        """;
        String head = "# TYPE mychat_call_seconds histogram\n# HELP mychat_call_seconds Calls.\n";

        assertThat(prometheus(histogram)).isEqualTo(head + samples);
        assertThat(openMetrics(histogram)).isEqualTo(head + samples + "# EOF\n");
    }

    @Test
    void aHistogramWithoutLabelsHasTheBoundAlone() {
        assertThat(prometheus(
                        Metric.histogram("x_seconds", "X.", new HistogramSnapshot(List.of(1.0), List.of(0L, 0L), 0))))
                .contains("\nmychat_x_seconds_bucket{le=\"1.0\"} 0\n", "\nmychat_x_seconds_sum 0\n");
    }

    @Test
    void namesThatAllProgramsShareHaveNoPrefix() {
        assertThat(prometheus(Metric.gauge("jvm_threads_current", "T.", 1), Metric.gauge("process_open_fds", "F.", 2)))
                .contains("\njvm_threads_current 1\n", "\nprocess_open_fds 2\n");
    }

    @Test
    void aCounterThatLacksTheEndingGetsIt() {
        assertThat(prometheus(Metric.counter("kicks", "Kicks.", 1))).contains("\nmychat_kicks_total 1\n");
    }

    @Test
    void whatSpeaksOfTheFormatIsEscaped() {
        String text = prometheus(Metric.gauge("odd", "a \\ b\nc \"d\"", 1).with("reason", "a\"b\\c\nd"));

        assertThat(text)
                .contains("# HELP mychat_odd a \\\\ b\\nc \"d\"\n")
                .contains("mychat_odd{reason=\"a\\\"b\\\\c\\nd\"} 1\n");
    }

    @Test
    void labelsAreSortedAndTheirNamesMadeValid() {
        assertThat(prometheus(Metric.gauge("x", "X.", 1)
                        .with("b", "2")
                        .with("a", "1")
                        .with("to-be", "3")
                        .with("9", "4")))
                .contains("mychat_x{_9=\"4\",a=\"1\",b=\"2\",to_be=\"3\"} 1\n");
    }

    @Test
    void valuesAreWrittenSoThatTheReaderGetsTheSameNumber() {
        assertThat(prometheus(
                        Metric.gauge("a", "A.", 0.25),
                        Metric.gauge("b", "B.", Double.NaN),
                        Metric.gauge("c", "C.", Double.POSITIVE_INFINITY),
                        Metric.gauge("d", "D.", Double.NEGATIVE_INFINITY),
                        Metric.gauge("e", "E.", 10_000_000_000_000L),
                        Metric.gauge("f", "F.", 1e300),
                        Metric.gauge("g", "G.", -0.5)))
                .contains(
                        "a 0.25\n", "b NaN\n", "c +Inf\n", "d -Inf\n", "e 10000000000000\n", "f 1.0E300\n", "g -0.5\n");
    }

    @Test
    void whatWouldMakeTheWholeAnswerInvalidIsLeftOut() {
        String text = prometheus(
                Metric.gauge("twice", "One.", 1),
                Metric.gauge("twice", "Two.", 2),
                Metric.gauge("kinds", "One.", 1),
                new Metric("kinds", Metric.Kind.COUNTER, "Two.", java.util.Map.of("a", "b"), 2));

        assertThat(text.lines().filter(line -> line.startsWith("mychat_")))
                .containsExactly("mychat_twice 1", "mychat_kinds 1");
    }

    @Test
    void noMetricsAreAnEmptyText() {
        assertThat(prometheus()).isEmpty();
        assertThat(openMetrics()).isEqualTo("# EOF\n");
    }
}
