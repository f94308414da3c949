package io.mychat.gateway.alerts.channel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.alerts.text.ChatEscape;
import io.mychat.gateway.spi.alert.AlertChannel;
import io.mychat.gateway.spi.alert.AlertNotification;
import io.mychat.gateway.spi.alert.DeliveryOutcome;
import io.mychat.gateway.spi.time.TimeSource;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;

/**
 * A custom robot of a DingTalk group. The signature is HMAC-SHA256 over the time in milliseconds, a line break and the
 * secret, in the query. The robot answers 200 with an {@code errcode}; it takes 20 messages in a minute, and none for
 * ten minutes after more.
 */
final class DingTalkChannel implements AlertChannel {

    /** The service limits a message to 20,000 bytes; the rest is for the JSON around it. */
    private static final int MAX_TEXT = 15_000;

    private static final int MAX_TITLE = 200;
    /** -1: busy. 130101, 410100: too many messages in a minute. */
    private static final Set<Integer> TEMPORARY = Set.of(-1, 130101, 410100);

    private final String name;
    private final DingTalkSettings settings;
    private final HttpPoster http;
    private final TimeSource time;

    DingTalkChannel(String name, DingTalkSettings settings, HttpPoster http, TimeSource time) {
        this.name = name;
        this.settings = settings;
        this.http = http;
        this.time = time;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public DeliveryOutcome send(AlertNotification notification, Duration timeout) throws InterruptedException {
        ObjectNode body = Payloads.object();
        body.put("msgtype", "markdown");
        ObjectNode markdown = body.putObject("markdown");
        String title = notification.title().escaped(ChatEscape::value);
        markdown.put("title", Payloads.limited(title, MAX_TITLE));
        // A single line break is none in this markup.
        String text = notification.body().escaped(ChatEscape::value).replace("\n", "\n\n");
        markdown.put("text", Payloads.limited("**" + title + "**\n\n" + text, MAX_TEXT));
        body.putObject("at").put("isAtAll", false);
        return http.post(
                settings.url(),
                HttpPoster.json(target(), Payloads.bytes(body)),
                timeout,
                answer -> RobotAnswer.outcome(answer, settings.url(), TEMPORARY));
    }

    private TargetUrl target() {
        if (settings.secret().isEmpty()) {
            return settings.url();
        }
        String secret = settings.secret().get().value();
        String timestamp = Long.toString(time.now().toEpochMilli());
        byte[] signature = Payloads.hmacSha256(
                secret.getBytes(StandardCharsets.UTF_8), (timestamp + "\n" + secret).getBytes(StandardCharsets.UTF_8));
        String sign = URLEncoder.encode(Base64.getEncoder().encodeToString(signature), StandardCharsets.UTF_8);
        URI url = settings.url().uri();
        String joint = url.getRawQuery() == null ? "?" : "&";
        return new TargetUrl(URI.create(url + joint + "timestamp=" + timestamp + "&sign=" + sign));
    }
}
