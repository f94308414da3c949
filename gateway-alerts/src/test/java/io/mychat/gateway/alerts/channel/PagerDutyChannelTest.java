package io.mychat.gateway.alerts.channel;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static io.mychat.gateway.alerts.channel.ChannelFixture.alert;
import static io.mychat.gateway.alerts.channel.ChannelFixture.json;
import static io.mychat.gateway.alerts.channel.ChannelFixture.notification;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mychat.gateway.spi.alert.Alert.State;
import io.mychat.gateway.spi.alert.AlertChannel;
import io.mychat.gateway.spi.alert.DeliveryOutcome;
import io.mychat.gateway.spi.alert.DeliveryOutcome.Delivered;
import io.mychat.gateway.spi.alert.DeliveryOutcome.Failed;
import io.mychat.gateway.spi.alert.DeliveryOutcome.Refused;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PagerDutyChannelTest {

    private static final String KEY = "e93facc04764012d7bfb002500d5d1a6";

    private final ChannelFixture fixture = new ChannelFixture();
    private final AlertChannel channel =
            fixture.channel(Map.of("type", "pagerduty", "url", fixture.url("/v2/enqueue"), "routing_key", KEY));

    @AfterEach
    void stop() {
        fixture.close();
    }

    private DeliveryOutcome send(int status, String body, State... states) throws InterruptedException {
        fixture.service.stubFor(
                any(anyUrl()).willReturn(aResponse().withStatus(status).withBody(body)));
        return ChannelFixture.send(
                channel,
                notification(List.of(states).stream()
                        .map(state -> alert(state, "redis"))
                        .toArray(io.mychat.gateway.spi.alert.Alert[]::new)));
    }

    @Test
    void anAlertTriggersAndItsEndResolvesWithTheSameKey() throws InterruptedException {
        DeliveryOutcome outcome = send(
                202,
                "{\"status\":\"success\",\"message\":\"Event processed\",\"dedup_key\":\"k\"}",
                State.FIRING,
                State.RESOLVED);

        assertThat(outcome).isInstanceOf(Delivered.class);
        List<JsonNode> events =
                fixture.requests().stream().map(ChannelFixture::json).toList();
        JsonNode trigger = events.stream()
                .filter(event -> event.path("event_action").asText().equals("trigger"))
                .findFirst()
                .orElseThrow();
        JsonNode resolve = events.stream()
                .filter(event -> event.path("event_action").asText().equals("resolve"))
                .findFirst()
                .orElseThrow();
        assertThat(events).hasSize(2);
        assertThat(trigger.path("routing_key").asText()).isEqualTo(KEY);
        assertThat(trigger.path("dedup_key").asText())
                .hasSize(36)
                .isEqualTo(resolve.path("dedup_key").asText());
        assertThat(trigger.at("/payload/severity").asText()).isEqualTo("critical");
        assertThat(trigger.at("/payload/source").asText()).isEqualTo("n1");
        assertThat(trigger.at("/payload/timestamp").asText()).isEqualTo("2025-01-08T10:29:00.000Z");
        assertThat(trigger.at("/payload/summary").asText()).contains("redis");
        assertThat(trigger.at("/payload/custom_details/label_component").asText())
                .isEqualTo("redis");
        assertThat(resolve.has("payload")).isFalse();
    }

    @Test
    void anInvalidEventIsRefusedWithTheServicesReason() throws InterruptedException {
        DeliveryOutcome outcome = send(
                400,
                "{\"status\":\"invalid event\",\"message\":\"Event object is invalid\","
                        + "\"errors\":[\"no such routing_key " + KEY + "\"]}",
                State.FIRING);

        assertThat(((Refused) outcome).reason()).contains("invalid event").doesNotContain(KEY);
    }

    @Test
    void tooManyEventsAndErrorsOfTheServiceAreRepeated() throws InterruptedException {
        assertThat(send(429, "", State.FIRING)).isInstanceOf(Failed.class);
        assertThat(send(503, "", State.FIRING)).isInstanceOf(Failed.class);
    }

    @Test
    void theFirstFailureEndsTheAttempt() throws InterruptedException {
        send(429, "", State.FIRING, State.FIRING, State.RESOLVED);

        assertThat(json(fixture.request()).path("event_action").asText()).isEqualTo("trigger");
    }
}
