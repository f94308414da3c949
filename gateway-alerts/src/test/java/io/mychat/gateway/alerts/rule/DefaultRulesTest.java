package io.mychat.gateway.alerts.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.alerts.text.Language;
import io.mychat.gateway.alerts.text.MessageTemplate;
import io.mychat.gateway.alerts.text.Messages;
import io.mychat.gateway.spi.alert.Alert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

    @ParameterizedTest
    @EnumSource
    void eachSaysWhatToDoInEveryLanguage(Language language) {
        Messages onlyTheSummary = new Messages(language, Map.of("firing", new MessageTemplate("{summary}")));

        assertThat(DefaultRules.byName().values())
                .allSatisfy(rule -> assertThat(onlyTheSummary
                                .of(
                                        new Alert.Identity(rule.name(), Optional.empty(), Map.of()),
                                        Alert.State.FIRING,
                                        rule.severity(),
                                        new Alert.Reading(1, rule.condition().text(), Instant.EPOCH),
                                        "")
                                .plain())
                        .as(rule.name())
                        .isNotEmpty());
    }
}
