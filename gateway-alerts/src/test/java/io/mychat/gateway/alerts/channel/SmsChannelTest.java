package io.mychat.gateway.alerts.channel;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static io.mychat.gateway.alerts.channel.ChannelFixture.alert;
import static io.mychat.gateway.alerts.channel.ChannelFixture.json;
import static io.mychat.gateway.alerts.channel.ChannelFixture.notification;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.spi.alert.Alert.State;
import io.mychat.gateway.spi.alert.DeliveryOutcome;
import io.mychat.gateway.spi.alert.DeliveryOutcome.Delivered;
import io.mychat.gateway.spi.alert.DeliveryOutcome.Failed;
import io.mychat.gateway.spi.alert.DeliveryOutcome.Refused;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SmsChannelTest {

    private final ChannelFixture fixture = new ChannelFixture();
    private final Map<String, Object> keys = new HashMap<>(Map.of(
            "type",
            "sms",
            "url",
            fixture.url("/sms"),
            "to",
            List.of("+8613800000000", "+4915100000000"),
            "headers",
            Map.of("X-Api-Key", "provider-key-1"),
            "body",
            "{\"to\":\"{to}\",\"message\":\"{text}\",\"ref\":\"{id}\"}"));

    @AfterEach
    void stop() {
        fixture.close();
    }

    private DeliveryOutcome send(int status, String answer, String component) throws InterruptedException {
        fixture.service.stubFor(
                any(anyUrl()).willReturn(aResponse().withStatus(status).withBody(answer)));
        return ChannelFixture.send(fixture.channel(keys), notification(alert(State.FIRING, component)));
    }

    @Test
    void theRequestIsTheOneOfTheConfiguration() throws InterruptedException {
        assertThat(send(200, "{\"code\":0}", "a \"quoted\" \\ value")).isInstanceOf(Delivered.class);

        assertThat(fixture.request().getHeader("X-Api-Key")).isEqualTo("provider-key-1");
        assertThat(json(fixture.request()).path("to").asText()).isEqualTo("+8613800000000,+4915100000000");
        assertThat(json(fixture.request()).path("ref").asText()).isEqualTo("id-1");
        assertThat(json(fixture.request()).path("message").asText()).contains("a \"quoted\" \\ value");
    }

    @Test
    void aFormIsEscapedAsAForm() throws InterruptedException {
        keys.put("format", "form");
        keys.put("body", "to={to}&text={text}&end=1");

        send(200, "", "x&to=1&y=%20");

        String body = fixture.request().getBodyAsString();
        assertThat(fixture.request().getHeader("Content-Type")).startsWith("application/x-www-form-urlencoded");
        assertThat(body.split("&", -1)).hasSize(3);
        assertThat(URLDecoder.decode(body.split("&", -1)[1], StandardCharsets.UTF_8))
                .contains("x&to=1&y=%20");
    }

    @Test
    void aTextThatIsTooLongBecomesTheTitle() throws InterruptedException {
        keys.put("max_characters", 60);

        send(200, "", "redis");

        assertThat(json(fixture.request()).path("message").asText())
                .startsWith("[MyChat Gateway] FIRING")
                .hasSizeLessThanOrEqualTo(60);
    }

    @Test
    void anAnswerWithoutTheTextOfSuccessIsAFailure() throws InterruptedException {
        keys.put("success", "\"code\":0");

        assertThat(send(200, "{\"code\":0}", "redis")).isInstanceOf(Delivered.class);
        assertThat(send(200, "{\"code\":7,\"key\":\"provider-key-1\"}", "redis"))
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.reason()).contains("code").doesNotContain("provider-key-1"));
        assertThat(send(403, "", "redis")).isInstanceOf(Refused.class);
    }

    @Test
    void aBodyWithoutATextAndAHeaderWithALineBreakAreFaults() {
        keys.put("body", "{}");
        assertThatThrownBy(() -> fixture.channel(keys)).hasMessageContaining("ops.body: must have {text}");
        keys.put("body", "{text}");
        keys.put("headers", Map.of("X-Key", "a\r\nHost: evil"));
        assertThatThrownBy(() -> fixture.channel(keys))
                .hasMessageContaining("ops.headers.X-Key")
                .hasMessageNotContaining("evil");
        keys.put("headers", Map.of());
        keys.put("to", List.of("nobody"));
        assertThatThrownBy(() -> fixture.channel(keys)).hasMessageContaining("ops.to: ");
    }
}
