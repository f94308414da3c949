package io.mychat.gateway.alerts.channel;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static io.mychat.gateway.alerts.channel.ChannelFixture.alert;
import static io.mychat.gateway.alerts.channel.ChannelFixture.json;
import static io.mychat.gateway.alerts.channel.ChannelFixture.notification;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.mychat.gateway.spi.alert.Alert;
import io.mychat.gateway.spi.alert.Alert.State;
import io.mychat.gateway.spi.alert.AlertChannel;
import io.mychat.gateway.spi.alert.DeliveryOutcome;
import io.mychat.gateway.spi.alert.DeliveryOutcome.Delivered;
import io.mychat.gateway.spi.alert.DeliveryOutcome.Failed;
import io.mychat.gateway.spi.alert.DeliveryOutcome.Refused;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The robots of DingTalk and WeCom, with the answers that their documentation names. */
class RobotChannelsTest {

    private static final String SECRET = "SEC0123456789abcdef";

    private final ChannelFixture fixture = new ChannelFixture();
    private final AlertChannel dingTalk = fixture.channel(
            Map.of("type", "dingtalk", "url", fixture.url("/robot/send?access_token=token-123456"), "secret", SECRET));
    private final AlertChannel weCom =
            fixture.channel(Map.of("type", "wecom", "url", fixture.url("/cgi-bin/webhook/send?key=key-123456")));

    @AfterEach
    void stop() {
        fixture.close();
    }

    private DeliveryOutcome send(AlertChannel channel, String answer) throws InterruptedException {
        fixture.service.stubFor(any(anyUrl()).willReturn(okJson(answer)));
        return ChannelFixture.send(channel, notification(alert(State.FIRING, "redis"), alert(State.RESOLVED, "bus")));
    }

    @Test
    void dingTalkGetsMarkdownWithASignedUrl() throws Exception {
        assertThat(send(dingTalk, "{\"errcode\":0,\"errmsg\":\"ok\"}")).isInstanceOf(Delivered.class);

        LoggedRequest request = fixture.request();
        long millis = fixture.time.now().toEpochMilli();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String sign = Base64.getEncoder()
                .encodeToString(mac.doFinal((millis + "\n" + SECRET).getBytes(StandardCharsets.UTF_8)));
        assertThat(request.queryParameter("access_token").firstValue()).isEqualTo("token-123456");
        assertThat(request.queryParameter("timestamp").firstValue()).isEqualTo(Long.toString(millis));
        assertThat(request.queryParameter("sign").firstValue()).isEqualTo(sign);
        assertThat(request.getHeader("Content-Type")).isEqualToIgnoringCase("application/json; charset=utf-8");
        JsonNode body = json(request);
        assertThat(body.path("msgtype").asText()).isEqualTo("markdown");
        assertThat(body.at("/markdown/title").asText()).contains("1 alerts fire, 1 have resolved");
        assertThat(body.at("/markdown/text").asText()).contains("Look at *Redis*.", "\n\nRESOLVED");
        assertThat(body.at("/at/isAtAll").asBoolean(true)).isFalse();
    }

    @Test
    void weComGetsMarkdown() throws Exception {
        assertThat(send(weCom, "{\"errcode\":0,\"errmsg\":\"ok\"}")).isInstanceOf(Delivered.class);

        JsonNode body = json(fixture.request());
        assertThat(fixture.request().queryParameter("key").firstValue()).isEqualTo("key-123456");
        assertThat(body.path("msgtype").asText()).isEqualTo("markdown");
        assertThat(body.at("/markdown/content").asText()).contains("**[MyChat Gateway]", "Look at *Redis*.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"errcode\":130101,\"errmsg\":\"send too fast, exceed 20 times per minute\"}",
                "{\"errcode\":410100,\"errmsg\":\"too fast\"}",
                "{\"errcode\":-1,\"errmsg\":\"system busy\"}"
            })
    void dingTalkIsTriedAgainAMinuteLater(String answer) throws InterruptedException {
        assertThat(((Failed) send(dingTalk, answer)).retryAfter())
                .hasValueSatisfying(pause -> assertThat(pause).hasSeconds(60));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"errcode\":310000,\"errmsg\":\"sign not match\"}",
                "{\"errcode\":400101,\"errmsg\":\"access_token does not exist\"}"
            })
    void dingTalkRefusesWithAReasonAlthoughItAnswers200(String answer) throws InterruptedException {
        assertThat(send(dingTalk, answer))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.reason())
                                .contains("errcode")
                                .doesNotContain("token-123456", SECRET));
    }

    @Test
    void weComTellsTooManyFromAWrongKey() throws InterruptedException {
        assertThat(send(weCom, "{\"errcode\":45009,\"errmsg\":\"api freq out of limit\"}"))
                .isInstanceOf(Failed.class);
        assertThat(send(weCom, "{\"errcode\":93000,\"errmsg\":\"invalid webhook url\"}"))
                .isInstanceOf(Refused.class);
    }

    @Test
    void anAnswerOfSomebodyElseIsAFailure() throws InterruptedException {
        assertThat(send(weCom, "<html>Please log in</html>")).isInstanceOf(Failed.class);
        fixture.service.stubFor(any(anyUrl()).willReturn(serverError()));
        assertThat(ChannelFixture.send(dingTalk, notification(alert(State.FIRING, "redis"))))
                .isInstanceOf(Failed.class);
    }

    @Test
    void aValueOfAMetricHasNoMarkup() throws InterruptedException {
        fixture.service.stubFor(any(anyUrl()).willReturn(okJson("{\"errcode\":0}")));
        String hostile = "[here](http://evil) <@all> @all **x** `y`\n# z <font color=\"warning\">";

        ChannelFixture.send(weCom, notification(alert(State.FIRING, hostile)));

        assertThat(json(fixture.request()).at("/markdown/content").asText())
                .doesNotContain("[here]", "](", "://", "<@", "@all", "**x", "`y", "\n# z", "<font")
                .contains("here");
    }

    @Test
    void aLongMessageIsCutToWhatWeComTakes() throws InterruptedException {
        fixture.service.stubFor(any(anyUrl()).willReturn(okJson("{\"errcode\":0}")));
        Alert[] many = IntStream.range(0, 20)
                .mapToObj(i -> alert(State.FIRING, "\u7aef".repeat(150) + i))
                .toArray(Alert[]::new);

        ChannelFixture.send(weCom, notification(many));

        byte[] content =
                json(fixture.request()).at("/markdown/content").asText().getBytes(StandardCharsets.UTF_8);
        assertThat(content.length).isBetween(4090, 4096);
    }
}
