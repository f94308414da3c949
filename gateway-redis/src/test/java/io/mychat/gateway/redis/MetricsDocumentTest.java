package io.mychat.gateway.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.redis.testing.RealTime;
import io.mychat.gateway.redis.testing.RedisProcess;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.testkit.CollectedAdapters;
import io.mychat.gateway.testkit.MapSection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of the README has each number of the module once, as the code describes it. */
class MetricsDocumentTest {

    @Test
    void theTableIsWhatTheModuleSays() throws Exception {
        TreeSet<String> rows = new TreeSet<>();
        try (RedisProcess server = RedisProcess.start();
                CollectedAdapters collectedAdapters = new CollectedAdapters()) {
            MapSection section = new MapSection(
                    new RedisModuleProvider(), "redis", Map.of("host", "127.0.0.1", "port", (long) server.port()));
            new RedisModuleProvider()
                    .configure(section.in(Path.of("."), new RealTime()))
                    .create(collectedAdapters);
            // As the gateway does: stores that have numbers are asked too.
            for (MetricSource source : collectedAdapters.every(MetricSource.class)) {
                source.metrics().forEach(metric -> rows.add(row(metric)));
            }
        }

        assertThat(documented()).containsExactlyElementsOf(rows);
    }

    private static String row(Metric metric) {
        String labels = metric.labels().keySet().stream()
                .sorted()
                .map(label -> "`" + label + "`")
                .collect(Collectors.joining(", "));
        return "| `mychat_%s` | %s | %s | %s |"
                .formatted(metric.name(), metric.kind().name().toLowerCase(Locale.ROOT), labels, metric.help());
    }

    private static List<String> documented() throws Exception {
        return Files.readString(Path.of("README.md"))
                .lines()
                .filter(line -> line.startsWith("| `mychat_"))
                .toList();
    }
}
