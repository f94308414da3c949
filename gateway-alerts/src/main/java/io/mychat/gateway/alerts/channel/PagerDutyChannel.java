package io.mychat.gateway.alerts.channel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.spi.alert.Alert;
import io.mychat.gateway.spi.alert.AlertChannel;
import io.mychat.gateway.spi.alert.AlertNotification;
import io.mychat.gateway.spi.alert.AlertSeverity;
import io.mychat.gateway.spi.alert.DeliveryOutcome;
import io.mychat.gateway.spi.alert.DeliveryOutcome.Delivered;
import io.mychat.gateway.spi.time.Timestamp;
import java.time.Duration;
import java.util.Locale;
import java.util.TreeMap;

/**
 * PagerDuty's Events API v2: an event for each alert, {@code trigger} or {@code resolve}, with the alert's key as {@code
 * dedup_key}. A repeated attempt sends all events again, which the key makes harmless.
 */
final class PagerDutyChannel implements AlertChannel {

    private static final int MAX_SUMMARY = 1024;
    private static final String CLUSTER = "cluster";

    private final String name;
    private final PagerDutySettings settings;
    private final HttpPoster http;

    PagerDutyChannel(String name, PagerDutySettings settings, HttpPoster http) {
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
        DeliveryOutcome outcome = new DeliveryOutcome.Failed("nothing was sent");
        for (Alert alert : notification.alerts()) {
            outcome = http.post(
                    settings.url(),
                    HttpPoster.json(settings.url(), Payloads.bytes(event(alert))),
                    timeout,
                    this::outcome);
            if (!(outcome instanceof Delivered)) {
                return outcome;
            }
        }
        return outcome;
    }

    private DeliveryOutcome outcome(HttpAnswer answer) {
        String key = settings.routingKey().value();
        HttpAnswer shown = new HttpAnswer(answer.status(), answer.body().replace(key, "…"), answer.retryAfter());
        return answer.isSuccess() ? new Delivered(shown.shown(settings.url())) : shown.failure(settings.url());
    }

    private ObjectNode event(Alert alert) {
        ObjectNode event = Payloads.object();
        event.put("routing_key", settings.routingKey().value());
        event.put("event_action", alert.isFiring() ? "trigger" : "resolve");
        event.put("dedup_key", alert.identity().key());
        if (alert.isFiring()) {
            event.put("client", "MyChat Gateway");
            payload(event.putObject("payload"), alert);
        }
        return event;
    }

    private static void payload(ObjectNode payload, Alert alert) {
        payload.put("summary", Payloads.limited(alert.text().plain(), MAX_SUMMARY));
        payload.put("source", alert.identity().node().orElse(CLUSTER));
        payload.put("severity", severity(alert.severity()));
        payload.put("timestamp", Timestamp.of(alert.reading().since()));
        payload.put("component", "mychat-gateway");
        payload.put("class", alert.identity().rule());
        ObjectNode details = payload.putObject("custom_details");
        details.put("condition", alert.reading().condition());
        details.put("value", alert.reading().value());
        new TreeMap<>(alert.identity().labels()).forEach((label, value) -> details.put("label_" + label, value));
    }

    /** The words of PagerDuty are ours; it also has {@code error}. */
    private static String severity(AlertSeverity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }
}
