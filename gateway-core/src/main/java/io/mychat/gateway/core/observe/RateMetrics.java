package io.mychat.gateway.core.observe;

import io.mychat.gateway.core.status.Rates;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import java.util.List;

/** The rates of the last minute as metrics, for users who do not compute rates from counters. */
public record RateMetrics(RecentRates rates) implements MetricSource {

    @Override
    public List<Metric> metrics() {
        Rates now = rates.now();
        return List.of(
                Metric.gauge("recent_messages_per_second", "Messages answered, over the last minute.", now.perSecond()),
                Metric.gauge(
                        "recent_answer_seconds",
                        "Mean time from receipt to answer, over the last minute.",
                        now.meanMillis() / 1000),
                Metric.gauge(
                        "recent_error_share",
                        "Share of answers with 500 or 503, over the last minute: 0 to 1.",
                        now.errorShare()),
                Metric.gauge(
                        "recent_cpu_percent",
                        "Processor time of the process over the last minute, of all processors: 0 to 100.",
                        now.cpuPercent()));
    }
}
