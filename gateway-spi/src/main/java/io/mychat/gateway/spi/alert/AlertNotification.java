package io.mychat.gateway.spi.alert;

import java.time.Instant;
import java.util.List;

/**
 * One message to people, about one or several alerts.
 *
 * @param id unique; the same on each attempt to send it; letters, digits, hyphens and underscores
 * @param at when it was made
 * @param alerts at least one
 * @param title one line
 * @param body several lines, with the text of each alert
 * @since 0.1.0
 */
public record AlertNotification(String id, Instant at, List<Alert> alerts, AlertText title, AlertText body) {

    public AlertNotification {
        alerts = List.copyOf(alerts);
        if (alerts.isEmpty()) {
            throw new IllegalArgumentException("a notification is about at least one alert");
        }
    }

    /** The highest severity of the alerts that fire; of all alerts when none fires. */
    public AlertSeverity severity() {
        boolean firing = alerts.stream().anyMatch(Alert::isFiring);
        return alerts.stream()
                .filter(alert -> alert.isFiring() || !firing)
                .map(Alert::severity)
                .max(Enum::compareTo)
                .orElseThrow();
    }
}
