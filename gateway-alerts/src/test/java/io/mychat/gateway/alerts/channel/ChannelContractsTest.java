package io.mychat.gateway.alerts.channel;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.serviceUnavailable;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.mychat.gateway.spi.alert.AlertChannel;
import io.mychat.gateway.testkit.alert.AlertChannelContract;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;

/** Each channel keeps the contract that a host's channel has to keep. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChannelContractsTest {

    private final ChannelFixture fixture = new ChannelFixture();

    @AfterAll
    void stop() {
        fixture.close();
    }

    /** A channel over HTTP, whose service takes everything. */
    private abstract class OverHttp extends AlertChannelContract {

        private final AlertChannel channel;

        OverHttp(Map<String, ?> keys) {
            channel = fixture.channel(keys);
        }

        @BeforeEach
        void takeEverything() {
            fixture.service.resetAll();
            fixture.service.stubFor(any(anyUrl()).willReturn(okJson("{\"errcode\":0,\"errmsg\":\"ok\"}")));
        }

        @Override
        protected AlertChannel channel() {
            return channel;
        }

        @Override
        protected int taken() {
            return (int) fixture.service.getAllServeEvents().stream()
                    .filter(event -> event.getResponse().getStatus() == 200)
                    .count();
        }

        @Override
        protected void takeServiceAway() {
            fixture.service.stubFor(any(anyUrl()).willReturn(serviceUnavailable()));
        }
    }

    @Nested
    class Webhook extends OverHttp {
        Webhook() {
            super(Map.of(
                    "type",
                    "webhook",
                    "url",
                    fixture.url("/hook"),
                    "secret",
                    "whsec_" + "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz"));
        }
    }

    @Nested
    class DingTalk extends OverHttp {
        DingTalk() {
            super(Map.of("type", "dingtalk", "url", fixture.url("/robot/send?access_token=t"), "secret", "SEC012345"));
        }
    }

    @Nested
    class WeCom extends OverHttp {
        WeCom() {
            super(Map.of("type", "wecom", "url", fixture.url("/cgi-bin/webhook/send?key=k")));
        }
    }

    @Nested
    class PagerDuty extends OverHttp {
        PagerDuty() {
            super(Map.of(
                    "type",
                    "pagerduty",
                    "url",
                    fixture.url("/v2/enqueue"),
                    "routing_key",
                    "e93facc04764012d7bfb002500d5d1a6"));
        }
    }

    @Nested
    class Sms extends OverHttp {
        Sms() {
            super(Map.of(
                    "type",
                    "sms",
                    "url",
                    fixture.url("/sms"),
                    "to",
                    List.of("+8613800000000"),
                    "body",
                    "{\"to\":\"{to}\",\"message\":\"{text}\"}"));
        }
    }

    @Nested
    class Email extends AlertChannelContract {

        private final GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        private AlertChannel channel;

        @BeforeEach
        void start() {
            mail.start();
            channel = fixture.channel(Map.of(
                    "type",
                    "email",
                    "host",
                    "127.0.0.1",
                    "port",
                    mail.getSmtp().getPort(),
                    "security",
                    "none",
                    "from",
                    "gateway@example.com",
                    "to",
                    List.of("ops@example.com")));
        }

        @AfterEach
        void stop() {
            mail.stop();
        }

        @Override
        protected AlertChannel channel() {
            return channel;
        }

        @Override
        protected int taken() {
            return mail.getReceivedMessages().length;
        }

        @Override
        protected void takeServiceAway() {
            mail.stop();
        }
    }
}
