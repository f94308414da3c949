package io.mychat.gateway.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mychat.gateway.alerts.AlertsFixture.Node;
import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.config.SettingFault;
import io.mychat.gateway.testkit.CollectedAdapters;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.MapSection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class AlertsModuleProviderTest {

    private final AlertsFixture alerts = new AlertsFixture();

    private static MapSection configured(Map<String, ?> values) {
        MapSection section = new MapSection(new AlertsModuleProvider(), "alerts", values);
        new AlertsModuleProvider().configure(section.in(Path.of("."), new ManualTime()));
        return section;
    }

    @Test
    void theModuleIsFoundOnTheClassPathUnderTheNameThatFaultsMention() {
        assertThat(ServiceLoader.load(ModuleProvider.class)).singleElement().satisfies(provider -> {
            assertThat(provider.name()).isEqualTo("gateway-alerts");
            assertThat(provider.sections()).containsExactly("alerts");
        });
    }

    @Test
    void theReadmeHasEveryKeyAndEveryDefaultRule() throws Exception {
        JsonNode schema = new ObjectMapper().readTree(new AlertsModuleProvider().schema());
        String readme = Files.readString(Path.of("README.md"));

        schema.at("/properties/alerts/properties").properties().forEach(key -> {
            if (key.getValue().has("default")) {
                assertThat(readme)
                        .contains("| `" + key.getKey() + "` | " + key.getValue().path("default") + " |");
            } else {
                assertThat(readme).contains("alerts.rules", "`templates`", "## Channels");
            }
        });
        for (String of : List.of("rules", "channels")) {
            schema.at("/properties/alerts/properties/" + of + "/additionalProperties/properties")
                    .fieldNames()
                    .forEachRemaining(key -> assertThat(readme).contains("`" + key + "`"));
        }
        alerts.read(Map.of())
                .engine()
                .rules()
                .forEach(rule -> assertThat(readme)
                        .contains(
                                "| `" + rule.name() + "` | `" + rule.condition().text() + "` | `"
                                        + rule.timing().resolve() + "` | "
                                        + rule.timing().hold().toSeconds() + " | "
                                        + rule.severity().name().toLowerCase(Locale.ROOT) + " | "
                                        + rule.scope().name().toLowerCase(Locale.ROOT) + " |"));
    }

    @Test
    void theFiveRulesOfTheSpecificationAreThereWithoutAConfiguration() {
        AlertsSettings settings = alerts.read(Map.of());

        assertThat(settings.engine().rules())
                .extracting(rule -> rule.name() + ": " + rule.condition().text())
                .contains(
                        "connections: connections > 10000",
                        "error_rate: recent_error_share > 0.05",
                        "response_time: recent_answer_seconds > 1",
                        "redis: component_health{component=\"redis\"} > 0",
                        "memory: process_resident_memory_bytes / process_resident_memory_bytes_limit > 0.8");
    }

    @Test
    void aRuleOfTheConfigurationChangesOneOfTheDefaults() {
        AlertsSettings settings = alerts.read(Map.of(
                "rules",
                Map.of(
                        "connections", Map.of("when", "connections > 20000", "severity", "critical"),
                        "error_rate", Map.of("for_seconds", 5),
                        "memory", Map.of("enabled", false))));

        assertThat(settings.engine().rules()).noneMatch(rule -> rule.name().equals("memory"));
        assertThat(settings.engine().rules())
                .filteredOn(rule -> rule.name().equals("connections"))
                .singleElement()
                .satisfies(rule -> {
                    assertThat(rule.timing().resolve()).hasToString("<= 20000");
                    assertThat(rule.timing().hold()).hasSeconds(60);
                });
        assertThat(settings.engine().rules())
                .filteredOn(rule -> rule.name().equals("error_rate"))
                .singleElement()
                .satisfies(rule -> {
                    assertThat(rule.timing().resolve()).hasToString("< 0.03");
                    assertThat(rule.timing().hold()).hasSeconds(5);
                });
    }

    @Test
    void everyFaultHasItsPlace() {
        MapSection section = configured(Map.of(
                "language", "fr",
                "templates", Map.of("title", "{user}"),
                "rules",
                        Map.of(
                                "Bad Name", Map.of("when", "a > 1"),
                                "b", Map.of(),
                                "c", Map.of("when", "c >"),
                                "d", Map.of("when", "d > 1", "resolve", "> 2", "severity", "loud", "scope", "moon"),
                                "e", Map.of("when", "e > 1", "summary", "{oops}")),
                "channels",
                        Map.of(
                                "x", Map.of("type", "fax", "number", "1"),
                                "y", Map.of("type", "webhook"),
                                "z", Map.of("type", "wecom", "url", "https://example.com:99999/"))));

        assertThat(section.faults())
                .extracting(fault -> fault.substring(0, fault.indexOf(':')))
                .containsExactlyInAnyOrder(
                        "alerts.language",
                        "alerts.templates.title",
                        "alerts.rules.Bad Name",
                        "alerts.rules.b.when",
                        "alerts.rules.c.when",
                        "alerts.rules.d.resolve",
                        "alerts.rules.d.severity",
                        "alerts.rules.d.scope",
                        "alerts.rules.e.summary",
                        "alerts.channels.x.type",
                        "alerts.channels.y.url",
                        "alerts.channels.z.url");
    }

    @Test
    void anUnknownMetricOrChannelIsAFaultAtTheStart() {
        Node node = alerts.node(
                "n1", "many", Map.of("when", "conections > 10", "channels", List.of("host", "nobody")), Map.of());

        assertThat(node.attach())
                .extracting(SettingFault::path)
                .containsExactly("$.alerts.rules.many.channels", "$.alerts.rules.many.when");
        assertThat(node.attach())
                .extracting(SettingFault::message)
                .anyMatch(message -> message.contains("'conections'") && message.endsWith("There are: connections"))
                .anyMatch(message -> message.contains("'nobody'") && message.endsWith("there are: host"));
        assertThat(alerts.time.pendingTimers()).isZero();
    }

    @Test
    void theMetricOfAnOptionalModuleMayBeMissing() {
        Node node = alerts.node("n1", "many", Map.of("when", "later > 10", "optional", true), Map.of());

        assertThat(node.attach()).isEmpty();
    }

    @Test
    void aRuleThatNamesAnUnknownChannelIsAWarningBeforeTheStart() {
        assertThat(configured(Map.of("rules", Map.of("connections", Map.of("channels", List.of("ops")))))
                        .warnings())
                .singleElement()
                .asString()
                .startsWith("alerts.rules.connections.channels: names 'ops'");
    }

    @Test
    void itsThreadsEndWithTheGateway() throws Exception {
        MapSection section = new MapSection(new AlertsModuleProvider(), "alerts", Map.of());
        ManualTime time = new ManualTime();
        ModuleProvider.Module module = new AlertsModuleProvider().configure(section.in(Path.of("."), time));
        try (CollectedAdapters offered = new CollectedAdapters()) {
            module.create(offered);
            assertThat(offered.all()).hasSize(3);
        }
        assertThat(time.pendingTimers()).isZero();
    }

    /** A measurement of everything takes a twentieth of a start, and the build knows that the default rules have their metrics. */
    @Test
    void defaultRulesTakeNoMeasurementAtTheStart() {
        Node unchanged = alerts.new Node("n1", Map.of());
        assertThat(unchanged.attach()).isEmpty();
        assertThat(unchanged.measurements).isZero();

        Node later = alerts.new Node("n2", Map.of("rules", Map.of("connections", Map.of("for_seconds", 5))));
        assertThat(later.attach()).isEmpty();
        assertThat(later.measurements).isZero();

        Node other = alerts
        .new Node("n3", Map.of("rules", Map.of("connections", Map.of("when", "gone > 1", "resolve", "< 1"))));
        assertThat(other.attach()).extracting(SettingFault::path).containsExactly("$.alerts.rules.connections.when");
        assertThat(other.measurements).isEqualTo(1);

        Node demanded = alerts.new Node("n4", Map.of("rules", Map.of("certificate", Map.of("optional", false))));
        assertThat(demanded.attach()).extracting(SettingFault::path).contains("$.alerts.rules.certificate.when");
    }
}
