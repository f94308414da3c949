package io.mychat.gateway.alerts.channel;

import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.mychat.gateway.alerts.AlertsModuleProvider;
import io.mychat.gateway.alerts.text.Language;
import io.mychat.gateway.alerts.text.Messages;
import io.mychat.gateway.spi.alert.Alert;
import io.mychat.gateway.spi.alert.AlertChannel;
import io.mychat.gateway.spi.alert.AlertNotification;
import io.mychat.gateway.spi.alert.AlertSeverity;
import io.mychat.gateway.spi.alert.DeliveryOutcome;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.MapSection;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A service on the loopback address, and notifications for it. */
final class ChannelFixture implements AutoCloseable {

    static final Duration TIMEOUT = Duration.ofSeconds(5);
    static final Instant SINCE = Instant.parse("2025-01-08T10:29:00Z");

    final ManualTime time = new ManualTime();
    final WireMockServer service =
            new WireMockServer(options().bindAddress("127.0.0.1").dynamicPort());

    ChannelFixture() {
        service.start();
    }

    String url(String path) {
        return service.url(path).replace("localhost", "127.0.0.1");
    }

    /** The channel {@code ops} of these keys. */
    AlertChannel channel(Map<String, ?> keys) {
        return settings(keys).open("ops", new ChannelResources(time));
    }

    static ChannelSettings settings(Map<String, ?> keys) {
        MapSection all = new MapSection(new AlertsModuleProvider(), "alerts", Map.of("channels", Map.of("ops", keys)));
        Optional<ChannelSettings> settings =
                new ChannelReader(all.section("channels").section("ops")).read();
        if (!all.faults().isEmpty()) {
            throw new IllegalArgumentException(all.faults().toString());
        }
        return settings.orElseThrow();
    }

    static DeliveryOutcome send(AlertChannel channel, AlertNotification notification) throws InterruptedException {
        return channel.send(notification, TIMEOUT);
    }

    static Alert alert(Alert.State state, String component) {
        Alert.Identity identity = new Alert.Identity("redis", Optional.of("n1"), Map.of("component", component));
        Alert.Reading reading = new Alert.Reading(1.0, "component_health > 0", SINCE);
        return new Alert(
                identity,
                AlertSeverity.CRITICAL,
                state,
                reading,
                messages().of(identity, state, AlertSeverity.CRITICAL, reading, "Look at *Redis*."));
    }

    static AlertNotification notification(Alert... alerts) {
        return messages().notification("id-1", Instant.parse("2025-01-08T10:30:00Z"), "n1", List.of(alerts));
    }

    private static Messages messages() {
        return new Messages(Language.EN, Map.of());
    }

    LoggedRequest request() {
        List<LoggedRequest> all = requests();
        if (all.size() != 1) {
            throw new AssertionError("requests: " + all);
        }
        return all.get(0);
    }

    List<LoggedRequest> requests() {
        return service.getAllServeEvents().stream()
                .map(event -> LoggedRequest.createFrom(event.getRequest()))
                .toList();
    }

    static JsonNode json(LoggedRequest request) {
        try {
            return JsonMapper.builder().build().readTree(request.getBody());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        service.stop();
    }
}
