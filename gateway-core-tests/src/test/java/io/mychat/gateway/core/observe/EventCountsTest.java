package io.mychat.gateway.core.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.event.CloseCause;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.UserInfo;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EventCountsTest {

    private static final Instant NOW = Instant.parse("2025-01-08T10:30:00Z");
    private static final Session SESSION = new Session(
            "s-1", new UserInfo("alice", "alice", Set.of()), new DeviceKey("web", "d"), "203.0.113.9", NOW, 1, "node");

    private final EventCounts counts = new EventCounts();

    private double value(String name, Map<String, String> labels) {
        return counts.metrics().stream()
                .filter(metric -> metric.name().equals(name) && metric.labels().equals(labels))
                .mapToDouble(Metric::value)
                .findFirst()
                .orElse(-1);
    }

    @Test
    void everyEventIsCountedUnderItsReason() {
        counts.onEvent(new GatewayEvent.ConnectionOpened(NOW, "s-1", "203.0.113.9"));
        counts.onEvent(new GatewayEvent.LoginSucceeded(NOW, SESSION));
        counts.onEvent(new GatewayEvent.LoginFailed(NOW, "203.0.113.9", "alice", "bad_credentials"));
        counts.onEvent(new GatewayEvent.SessionDisplaced(NOW, SESSION, "replaced"));
        counts.onEvent(new GatewayEvent.ConnectionClosed(
                NOW, "s-1", "203.0.113.9", Optional.of(SESSION), 4411, "replaced", CloseCause.REPLACED));
        counts.onEvent(new GatewayEvent.HandshakeRefused(NOW, "203.0.113.9", 503, "at_capacity"));
        counts.onEvent(new GatewayEvent.ConfigReloaded(NOW, "gateway_config", "me", List.of(), List.of()));
        counts.onEvent(new GatewayEvent.ConfigRejected(NOW, "gateway_config", "me", List.of()));

        assertThat(value("connections_opened_total", Map.of())).isEqualTo(1);
        assertThat(value("logins_total", Map.of("platform", "web"))).isEqualTo(1);
        assertThat(value("logins_failed_total", Map.of("reason", "bad_credentials")))
                .isEqualTo(1);
        assertThat(value("sessions_displaced_total", Map.of("reason", "replaced")))
                .isEqualTo(1);
        assertThat(value("sessions_displaced_total", Map.of("reason", "kicked")))
                .isZero();
        assertThat(value("connections_closed_total", Map.of("code", "4411"))).isEqualTo(1);
        assertThat(value("connections_closed_total", Map.of("code", "4430"))).isZero();
        assertThat(value("handshakes_refused_total", Map.of("reason", "at_capacity")))
                .isEqualTo(1);
        assertThat(value("config_reloads_total", Map.of("result", "applied"))).isEqualTo(1);
        assertThat(value("config_reloads_total", Map.of("result", "rejected"))).isEqualTo(1);
    }

    @Test
    void whatOutsidersInventDoesNotMakeNewSeries() {
        int before = counts.metrics().size();

        counts.onEvent(new GatewayEvent.ConnectionClosed(
                NOW, "s-1", "203.0.113.9", Optional.empty(), 4999, "", CloseCause.CLIENT));
        counts.onEvent(new GatewayEvent.SessionDisplaced(NOW, SESSION, "spam, says the administrator"));

        assertThat(counts.metrics()).hasSize(before);
        assertThat(value("connections_closed_total", Map.of("code", "other"))).isEqualTo(1);
        assertThat(value("sessions_displaced_total", Map.of("reason", "other"))).isEqualTo(1);
    }

    @Test
    void reasonsOfPlugInsAreBounded() {
        for (int i = 0; i < 1000; i++) {
            counts.onEvent(new GatewayEvent.LoginFailed(NOW, "203.0.113.9", "alice", "reason_" + i));
        }

        List<Metric> failed = counts.metrics().stream()
                .filter(metric -> metric.name().equals("logins_failed_total"))
                .toList();
        assertThat(failed).hasSizeLessThanOrEqualTo(LabeledCounter.MOST + 1);
        assertThat(failed.stream().mapToDouble(Metric::value).sum()).isEqualTo(1000);
    }
}
