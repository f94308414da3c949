package io.mychat.gateway.alerts.channel;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.spi.alert.Alert;
import io.mychat.gateway.spi.alert.AlertChannel;
import io.mychat.gateway.spi.alert.AlertNotification;
import io.mychat.gateway.spi.alert.DeliveryOutcome;
import io.mychat.gateway.spi.alert.DeliveryOutcome.Delivered;
import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.time.Timestamp;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Posts JSON to any service, signed as Standard Webhooks 1.0.0 says: HMAC-SHA256 over {@code id.timestamp.body}, in the
 * headers {@code webhook-id}, {@code webhook-timestamp} and {@code webhook-signature}.
 */
final class WebhookChannel implements AlertChannel {

    private static final int GONE = 410;

    private final String name;
    private final WebhookSettings settings;
    private final HttpPoster http;
    private final TimeSource time;

    WebhookChannel(String name, WebhookSettings settings, HttpPoster http, TimeSource time) {
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
        byte[] body = Payloads.bytes(body(notification));
        HttpRequest.Builder request = HttpPoster.json(settings.url(), body);
        settings.key().ifPresent(key -> sign(request, notification.id(), body, key));
        return http.post(settings.url(), request, timeout, this::outcome);
    }

    private DeliveryOutcome outcome(HttpAnswer answer) {
        if (answer.isSuccess()) {
            return new Delivered(answer.shown(settings.url()));
        }
        // The standard repeats every failure but 410, which ends the subscription.
        boolean isOver = answer.status() == GONE || answer.status() / 100 == 3;
        return isOver || answer.isTemporary()
                ? answer.failure(settings.url())
                : new DeliveryOutcome.Failed(answer.shown(settings.url()));
    }

    private void sign(HttpRequest.Builder request, String id, byte[] body, WebhookKey key) {
        String timestamp = Long.toString(time.now().getEpochSecond());
        ByteArrayOutputStream signed = new ByteArrayOutputStream();
        signed.writeBytes((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
        signed.writeBytes(body);
        byte[] signature = Payloads.hmacSha256(key.bytes(), signed.toByteArray());
        request.header("webhook-id", id)
                .header("webhook-timestamp", timestamp)
                .header("webhook-signature", "v1," + Base64.getEncoder().encodeToString(signature));
    }

    private static ObjectNode body(AlertNotification notification) {
        ObjectNode body = Payloads.object();
        body.put("type", "alert.notification");
        body.put("timestamp", Timestamp.of(notification.at()));
        ObjectNode data = body.putObject("data");
        data.put("title", notification.title().plain());
        data.put("text", notification.body().plain());
        data.put("severity", lower(notification.severity()));
        ArrayNode alerts = data.putArray("alerts");
        notification.alerts().forEach(alert -> add(alerts.addObject(), alert));
        return body;
    }

    private static void add(ObjectNode node, Alert alert) {
        node.put("key", alert.identity().key());
        node.put("rule", alert.identity().rule());
        node.put("state", lower(alert.state()));
        node.put("severity", lower(alert.severity()));
        Optional<String> of = alert.identity().node();
        of.ifPresent(one -> node.put("node", one));
        ObjectNode labels = node.putObject("labels");
        new TreeMap<>(alert.identity().labels()).forEach(labels::put);
        node.put("value", alert.reading().value());
        node.put("condition", alert.reading().condition());
        node.put("since", Timestamp.of(alert.reading().since()));
        node.put("text", alert.text().plain());
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
