package io.mychat.gateway.alerts.channel;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static io.mychat.gateway.alerts.channel.ChannelFixture.alert;
import static io.mychat.gateway.alerts.channel.ChannelFixture.json;
import static io.mychat.gateway.alerts.channel.ChannelFixture.notification;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.mychat.gateway.spi.alert.Alert.State;
import io.mychat.gateway.spi.alert.AlertChannel;
import io.mychat.gateway.spi.alert.DeliveryOutcome;
import io.mychat.gateway.spi.alert.DeliveryOutcome.Delivered;
import io.mychat.gateway.spi.alert.DeliveryOutcome.Failed;
import io.mychat.gateway.spi.alert.DeliveryOutcome.Refused;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookChannelTest {

    private static final String KEY =
            Base64.getEncoder().encodeToString("a key of 32 bytes, made for this".getBytes(StandardCharsets.UTF_8));

    private final ChannelFixture fixture = new ChannelFixture();
    private final AlertChannel channel = fixture.channel(
            Map.of("type", "webhook", "url", fixture.url("/hook/token-123456"), "secret", "whsec_" + KEY));

    @AfterEach
    void stop() {
        fixture.close();
    }

    private void answer(int status) {
        fixture.service.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(status)));
    }

    private DeliveryOutcome send() throws InterruptedException {
        return ChannelFixture.send(channel, notification(alert(State.FIRING, "redis"), alert(State.RESOLVED, "bus")));
    }

    @Test
    void theBodyHasEveryAlert() throws InterruptedException {
        answer(204);

        assertThat(send()).isInstanceOf(Delivered.class);

        JsonNode body = json(fixture.request());
        assertThat(fixture.request().getUrl()).isEqualTo("/hook/token-123456");
        assertThat(body.path("type").asText()).isEqualTo("alert.notification");
        assertThat(body.path("timestamp").asText()).isEqualTo("2025-01-08T10:30:00.000Z");
        assertThat(body.at("/data/severity").asText()).isEqualTo("critical");
        assertThat(body.at("/data/alerts")).hasSize(2);
        JsonNode first = body.at("/data/alerts/0");
        assertThat(first.path("key").asText()).hasSize(36);
        assertThat(first.path("rule").asText()).isEqualTo("redis");
        assertThat(first.path("state").asText()).isEqualTo("firing");
        assertThat(first.path("node").asText()).isEqualTo("n1");
        assertThat(first.at("/labels/component").asText()).isEqualTo("redis");
        assertThat(first.path("value").asDouble()).isEqualTo(1);
        assertThat(first.path("since").asText()).isEqualTo("2025-01-08T10:29:00.000Z");
        assertThat(body.at("/data/alerts/1/state").asText()).isEqualTo("resolved");
    }

    /** https://www.standardwebhooks.com, version 1.0.0, section "Signature scheme". */
    @Test
    void theSignatureIsThatOfStandardWebhooks() throws Exception {
        answer(200);
        send();

        LoggedRequest request = fixture.request();
        String timestamp = Long.toString(fixture.time.now().getEpochSecond());
        assertThat(request.getHeader("webhook-id")).isEqualTo("id-1");
        assertThat(request.getHeader("webhook-timestamp")).isEqualTo(timestamp);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(KEY), "HmacSHA256"));
        byte[] expected =
                mac.doFinal(("id-1." + timestamp + "." + request.getBodyAsString()).getBytes(StandardCharsets.UTF_8));
        assertThat(request.getHeader("webhook-signature"))
                .isEqualTo("v1," + Base64.getEncoder().encodeToString(expected));
    }

    @Test
    void withoutAKeyNothingIsSigned() throws InterruptedException {
        answer(200);
        ChannelFixture.send(
                fixture.channel(Map.of("type", "webhook", "url", fixture.url("/hook"))),
                notification(alert(State.FIRING, "redis")));

        assertThat(fixture.request().containsHeader("webhook-signature")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 408, 500, 502, 504})
    void aFailureIsRepeated(int status) throws InterruptedException {
        answer(status);

        assertThat(send()).isInstanceOf(Failed.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {410, 301, 307})
    void theEndOfTheSubscriptionAndARedirectAreNotRepeated(int status) throws InterruptedException {
        fixture.service.stubFor(any(anyUrl())
                .willReturn(aResponse().withStatus(status).withHeader("Location", fixture.url("/elsewhere"))));

        assertThat(send()).isInstanceOf(Refused.class);
        assertThat(fixture.requests()).hasSize(1);
    }

    @Test
    void thePauseThatTheServiceAsksForIsKept() throws InterruptedException {
        fixture.service.stubFor(
                any(anyUrl()).willReturn(aResponse().withStatus(429).withHeader("Retry-After", "120")));

        assertThat(((Failed) send()).retryAfter()).contains(Duration.ofMinutes(2));
    }

    @Test
    void noTextShowsATokenOfTheUrl() throws InterruptedException {
        fixture.service.stubFor(any(anyUrl())
                .willReturn(aResponse().withStatus(500).withBody("no such hook: token-123456\nreally\u001b[31m")));

        String reason = ((Failed) send()).reason();

        assertThat(reason)
                .doesNotContain("token-123456")
                .contains("127.0.0.1", "500", "no such hook: …\\u000areally\\u001b");
    }

    @Test
    void anEndlessAnswerIsCut() throws InterruptedException {
        fixture.service.stubFor(
                any(anyUrl()).willReturn(aResponse().withStatus(500).withBody("x".repeat(5_000_000))));

        assertThat(((Failed) send()).reason()).hasSizeLessThan(400);
    }

    @Test
    void aServiceThatIsSilentOrNotThereIsAFailure() throws InterruptedException {
        fixture.service.stubFor(any(anyUrl()).willReturn(aResponse().withFixedDelay(3000)));
        DeliveryOutcome silent = channel.send(notification(alert(State.FIRING, "redis")), Duration.ofMillis(200));
        assertThat(((Failed) silent).reason()).contains("200 ms");

        fixture.service.stubFor(any(anyUrl()).willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
        assertThat(send()).isInstanceOf(Failed.class);

        fixture.service.stop();
        assertThat(send()).isInstanceOf(Failed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://example.com/x",
                "nowhere.example",
                "https://user:pass@nowhere.example/",
                "https://a b",
                "https:///x"
            })
    void anotherUrlIsAFaultThatDoesNotShowIt(String url) {
        assertThatThrownBy(() -> fixture.channel(Map.of("type", "webhook", "url", url)))
                .hasMessageContaining("channels.ops.url: ")
                .hasMessageNotContaining(url);
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret", "whsec_", "whsec_c2hvcnQ=", "whsec_no base64!"})
    void aWeakKeyIsAFaultThatDoesNotShowIt(String key) {
        assertThatThrownBy(
                        () -> fixture.channel(Map.of("type", "webhook", "url", "https://example.com/", "secret", key)))
                .hasMessageContaining("channels.ops.secret: must be whsec_")
                .hasMessageNotContaining("no base64");
    }

    @Test
    void settingsDoNotShowTheirSecrets() {
        ChannelSettings settings = ChannelFixture.settings(
                Map.of("type", "webhook", "url", "https://example.com/token-123456", "secret", "whsec_" + KEY));

        assertThat(settings.toString()).doesNotContain(KEY, "token-123456");
    }
}
