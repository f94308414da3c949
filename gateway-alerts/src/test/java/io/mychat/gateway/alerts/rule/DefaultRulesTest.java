package io.mychat.gateway.alerts.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A rule over a metric that nobody has would never fire. */
class DefaultRulesTest {

    @Test
    void eachNamesMetricsThatAreDocumented() throws IOException {
        // MonitoringFilesTest compares the documents with running gateways.
        String documents = Files.readString(Path.of("..", "docs", "operations.md"))
                + Files.readString(Path.of("..", "gateway-redis", "README.md"));
        Set<String> missing = new TreeSet<>();
        DefaultRules.byName()
                .values()
                .forEach(rule -> rule.condition().metrics().stream()
                        .filter(name -> !documents.contains("| `mychat_" + name + "` |")
                                && !documents.contains("| `" + name + "` |"))
                        .forEach(name -> missing.add(rule.name() + ": " + name)));

        assertThat(DefaultRules.byName()).hasSizeGreaterThan(10);
        assertThat(missing).isEmpty();
    }
}
