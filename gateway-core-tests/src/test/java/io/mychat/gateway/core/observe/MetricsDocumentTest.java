package io.mychat.gateway.core.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.testing.TestCluster;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.spi.backend.BackendOutcome;
import io.mychat.gateway.testkit.backend.InMemoryBackendServices;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The table of docs/operations.md has each number of the core once, as the code describes it; with
 * {@code -Dupdate.docs=true} this test writes it.
 */
class MetricsDocumentTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "operations.md");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"");
    private static final boolean UPDATE = Boolean.getBoolean("update.docs");

    @TempDir
    private Path directory;

    @Test
    void theTableIsWhatAGatewaySays() throws IOException {
        Set<String> rows = new TreeSet<>();
        try (TestGateway embedded = TestGateway.start(
                builder -> builder.backends(new InMemoryBackendServices(new BackendOutcome.Answered("{}")))
                        .setting("services.orders.servers", List.of("http://127.0.0.1:1"))
                        .setting("routes.5001.service", "orders"))) {
            embedded.login("alice", "web", "d-1");
            embedded.http.post(
                    "/api/auth/login", Map.of(), "{\"username\":\"bob\",\"password\":\"no\",\"platform\":\"web\"}");
            rows.addAll(rows(exposition(embedded)));
        }
        try (TestGateway audited =
                TestGateway.start(builder -> builder.setting("audit.file", directory.resolve("audit.log"))
                        .setting("audit.key", "the key of this test, which is long enough"))) {
            rows.addAll(rows(exposition(audited)));
        }
        try (TestCluster cluster = new TestCluster()) {
            rows.addAll(rows(exposition(cluster.node("a"))));
        }

        if (UPDATE) {
            write(rows);
        }
        assertThat(documented()).as("run this test with -Dupdate.docs=true").containsExactlyElementsOf(rows);
    }

    private static String exposition(TestGateway gateway) {
        return new String(
                gateway.http
                        .get("/api/system/metrics", Map.of("Accept", "text/plain"))
                        .body(),
                StandardCharsets.UTF_8);
    }

    private static List<String> documented() throws IOException {
        return section(Files.readString(DOCUMENT))
                .lines()
                .filter(line -> line.startsWith("| `"))
                .toList();
    }

    private static String section(String document) {
        return document.substring(document.indexOf("### The core"), document.indexOf("### Transport"));
    }

    private static void write(Set<String> rows) throws IOException {
        String document = Files.readString(DOCUMENT);
        String section = section(document);
        String head = section.lines().filter(line -> !line.startsWith("| `")).collect(Collectors.joining("\n"));
        String table = "| --- | --- | --- | --- |\n";
        String written = head.replace(table, table + String.join("\n", rows) + "\n");
        Files.writeString(DOCUMENT, document.replace(section, written.stripTrailing() + "\n\n"));
    }

    /** One row for each name: name, kind, labels, meaning. */
    private static Set<String> rows(String exposition) {
        Map<String, String> kinds = new HashMap<>();
        Map<String, String> helps = new HashMap<>();
        Map<String, String> labels = new HashMap<>();
        for (String line : exposition.split("\n", -1)) {
            String[] words = line.split(" ", 4);
            if (line.startsWith("# TYPE ")) {
                kinds.put(words[2], words[3]);
            } else if (line.startsWith("# HELP ")) {
                helps.put(words[2], words[3]);
            } else if (line.contains("{")) {
                // Of a histogram, its buckets have the bound beside its labels.
                labels.putIfAbsent(
                        line.substring(0, line.indexOf('{')).replaceFirst("_(bucket|sum|count)$", ""),
                        labelNames(line));
            }
        }
        Set<String> rows = new TreeSet<>();
        kinds.forEach((name, kind) -> rows.add("| `%s` | %s | %s | %s |"
                .formatted(name, kind, labels.getOrDefault(name, ""), helps.getOrDefault(name, ""))));
        return rows;
    }

    private static String labelNames(String line) {
        List<String> names = new ArrayList<>();
        Matcher matcher = LABEL.matcher(line.substring(0, line.lastIndexOf('}')));
        while (matcher.find()) {
            if (!matcher.group(1).equals("le")) {
                names.add("`" + matcher.group(1) + "`");
            }
        }
        return String.join(", ", names);
    }
}
