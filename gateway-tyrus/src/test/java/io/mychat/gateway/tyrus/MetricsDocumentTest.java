package io.mychat.gateway.tyrus;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.event.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of docs/operations.md has each number of the module once, as the code describes it. */
class MetricsDocumentTest {

    @Test
    void theTableIsWhatTheModuleSays() throws IOException {
        TreeSet<String> rows = new TreeSet<>();
        EndpointMetrics.of(new EndpointCounts(), null, null).forEach(metric -> rows.add(row(metric)));
        String page = Files.readString(Path.of("../docs/operations.md"));
        int from = page.indexOf("### Endpoints of a host");
        String section = page.substring(from, page.indexOf("\n### ", from));

        assertThat(section.lines().filter(line -> line.startsWith("| `")).toList())
                .containsExactlyElementsOf(rows);
    }

    private static String row(Metric metric) {
        String labels = metric.labels().keySet().stream()
                .sorted()
                .map(label -> "`" + label + "`")
                .collect(Collectors.joining(", "));
        return "| `mychat_%s` | %s | %s | %s |"
                .formatted(metric.name(), metric.kind().name().toLowerCase(Locale.ROOT), labels, metric.help());
    }
}
