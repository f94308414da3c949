package io.mychat.gateway.alerts.channel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.alerts.text.ChatEscape;
import io.mychat.gateway.spi.alert.AlertChannel;
import io.mychat.gateway.spi.alert.AlertNotification;
import io.mychat.gateway.spi.alert.DeliveryOutcome;
import java.time.Duration;
import java.util.Set;

/**
 * A robot of a WeCom group. It answers 200 with an {@code errcode}, and takes 20 messages in a minute and 4,096 bytes in
 * a message.
 */
final class WeComChannel implements AlertChannel {

    private static final int MAX_CONTENT = 4096;
    /** -1: busy. 45009: too many messages in a minute. 45033: too many at once. */
    private static final Set<Integer> TEMPORARY = Set.of(-1, 45009, 45033);

    private final String name;
    private final WeComSettings settings;
    private final HttpPoster http;

    WeComChannel(String name, WeComSettings settings, HttpPoster http) {
        this.name = name;
        this.settings = settings;
        this.http = http;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public DeliveryOutcome send(AlertNotification notification, Duration timeout) throws InterruptedException {
        ObjectNode body = Payloads.object();
        body.put("msgtype", "markdown");
        String content = "**" + notification.title().escaped(ChatEscape::value) + "**\n"
                + notification.body().escaped(ChatEscape::value);
        body.putObject("markdown").put("content", Payloads.limited(content, MAX_CONTENT));
        return http.post(
                settings.url(),
                HttpPoster.json(settings.url(), Payloads.bytes(body)),
                timeout,
                answer -> RobotAnswer.outcome(answer, settings.url(), TEMPORARY));
    }
}
