package io.mychat.gateway.core.security.anomaly;

import io.mychat.gateway.spi.event.GatewayEvent.Anomaly;
import io.mychat.gateway.spi.event.GatewayEvent.AnomalyDetected;
import io.mychat.gateway.spi.event.GatewayListener;
import io.mychat.gateway.spi.event.LogText;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports anomalies: as events, in the log and in the metrics. Of those beyond a number each minute only the metrics tell.
 * Thread-safe: this object's lock guards that number.
 */
final class AnomalyReporter {

    private static final Logger log = LoggerFactory.getLogger(AnomalyReporter.class);
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final GatewayListener events;
    private final IntSupplier maxPerMinute;
    private final TimeSource time;
    private final Map<Anomaly, LongAdder> found = new EnumMap<>(Anomaly.class);
    private final LongAdder unreported = new LongAdder();
    private long minute;
    private int inMinute;

    AnomalyReporter(GatewayListener events, IntSupplier maxPerMinute, TimeSource time) {
        this.events = events;
        this.maxPerMinute = maxPerMinute;
        this.time = time;
        for (Anomaly kind : Anomaly.values()) {
            found.put(kind, new LongAdder());
        }
    }

    void report(AnomalyDetected anomaly) {
        LongAdder count = found.get(anomaly.kind());
        if (count != null) {
            count.increment();
        }
        if (!isAllowed()) {
            unreported.increment();
            return;
        }
        log.warn(
                "Anomaly {}: {}{}, {} within {} s",
                label(anomaly.kind()),
                anomaly.userId()
                        .map(user -> "user " + LogText.quoted(user) + " ")
                        .orElse(""),
                anomaly.ip().map(ip -> "from " + LogText.quoted(ip)).orElse(""),
                anomaly.count(),
                anomaly.window().toSeconds());
        events.onEvent(anomaly);
    }

    private synchronized boolean isAllowed() {
        long now = Math.floorDiv(time.nanoTime(), MINUTE);
        inMinute = now == minute ? inMinute + 1 : 1;
        minute = now;
        return inMinute <= maxPerMinute.getAsInt();
    }

    static String label(Anomaly kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    List<Metric> metrics() {
        List<Metric> metrics = new ArrayList<>();
        found.forEach((kind, count) ->
                metrics.add(Metric.counter("anomalies_total", "Anomalies of users and addresses.", count.sum())
                        .with("kind", label(kind))));
        metrics.add(Metric.counter(
                "anomalies_unreported_total",
                "Anomalies beyond security.anomalies.max_per_minute, which are no events.",
                unreported.sum()));
        return metrics;
    }
}
