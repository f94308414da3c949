package io.mychat.gateway.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mychat.gateway.core.testing.BareModule;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.spi.alert.ActiveAlerts;
import io.mychat.gateway.spi.alert.Alert;
import io.mychat.gateway.spi.alert.AlertSeverity;
import io.mychat.gateway.spi.alert.AlertText;
import io.mychat.gateway.spi.config.ModuleSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The alerts that fire are read page by page. */
class AlertsEndpointTest {

    private static final String ALERTS = "/api/system/alerts";

    private TestGateway gateway = TestGateway.start(builder -> builder.module(new Firing(5)));

    @AfterEach
    void stop() {
        gateway.close();
    }

    /** So many alerts, of rules with numbers; none: switched off. */
    private record Firing(int count) implements BareModule, ActiveAlerts {

        @Override
        public String name() {
            return "firing";
        }

        @Override
        public Module configure(ModuleSettings settings) {
            return Module.offering(Set.of(ActiveAlerts.class), services -> services.offer(ActiveAlerts.class, this));
        }

        @Override
        public boolean isWatching() {
            return count > 0;
        }

        @Override
        public List<Alert> firing() {
            return IntStream.range(0, count)
                    .mapToObj(number -> new Alert(
                            new Alert.Identity("rule" + number, Optional.of("one"), Map.of("platform", "<b>")),
                            AlertSeverity.CRITICAL,
                            Alert.State.FIRING,
                            new Alert.Reading(7.5, "connections > 7", Instant.parse("2026-01-08T10:30:00Z")),
                            AlertText.literal("Too many.")))
                    .toList();
        }
    }

    private JsonNode get(String query) {
        return ApiContract.json(gateway.http.get(ALERTS + query, gateway.bearer("root")));
    }

    @Test
    void eachIsOnOnePage() {
        List<String> rules = new ArrayList<>();
        String query = "?limit=2";
        JsonNode page;
        do {
            page = get(query);
            assertThat(page.path("alerts").size()).isLessThanOrEqualTo(2);
            page.path("alerts").forEach(alert -> rules.add(alert.path("rule").textValue()));
            query = "?limit=2&cursor=" + page.path("next_cursor").textValue();
        } while (!page.path("next_cursor").isNull());

        assertThat(rules).containsExactlyInAnyOrder("rule0", "rule1", "rule2", "rule3", "rule4");
    }

    @Test
    void anAlertHasWhatIsToKnow() {
        JsonNode alert = get("?limit=1").at("/alerts/0");

        assertThat(alert.path("severity").textValue()).isEqualTo("critical");
        assertThat(alert.path("condition").textValue()).isEqualTo("connections > 7");
        assertThat(alert.path("value").doubleValue()).isEqualTo(7.5);
        assertThat(alert.path("since").textValue()).isEqualTo("2026-01-08T10:30:00.000Z");
        assertThat(alert.at("/labels/platform").textValue()).isEqualTo("<b>");
        assertThat(alert.path("node").textValue()).isEqualTo("one");
        assertThat(alert.path("text").textValue()).isEqualTo("Too many.");
    }

    @Test
    void whoFollowsNoRulesSaysSo() {
        assertThat(get("").path("watching").booleanValue()).isTrue();
        gateway.close();
        gateway = TestGateway.start(builder -> builder.module(new Firing(0)));
        assertThat(get("").path("watching").booleanValue()).isFalse();
        gateway.close();
        gateway = TestGateway.start();
        assertThat(get("").path("watching").booleanValue()).isFalse();
        assertThat(get("").path("alerts")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cursor=X", "cursor=rule1", "limit=0", "limit=1001"})
    void aPageThatCannotBeIsABadRequest(String query) {
        assertThat(gateway.http
                        .get(ALERTS + "?" + query, gateway.bearer("root"))
                        .status())
                .isEqualTo(400);
    }
}
