package io.mychat.gateway.alerts.text;

import io.mychat.gateway.spi.alert.Alert;
import io.mychat.gateway.spi.alert.AlertNotification;
import io.mychat.gateway.spi.alert.AlertSeverity;
import io.mychat.gateway.spi.alert.AlertText;
import io.mychat.gateway.spi.event.LogText;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Makes the texts of alerts and notifications. Immutable. */
public record Messages(Language language, Map<String, MessageTemplate> templates) {

    private static final Set<String> OF_ALERT =
            Set.of("rule", "severity", "state", "node", "labels", "value", "condition", "since", "summary");
    private static final Set<String> OF_NOTIFICATION = Set.of("node", "firing", "resolved", "count");
    private static final int LONGEST_VALUE = 200;

    /** The templates that a configuration can replace, with the placeholders of each. */
    public static final Map<String, Set<String>> TEMPLATES =
            Map.of("title", OF_ALERT, "title_of_several", OF_NOTIFICATION, "firing", OF_ALERT, "resolved", OF_ALERT);

    /** The placeholders of a rule's summary. */
    public static final Set<String> OF_SUMMARY = Set.of("node", "labels", "value", "condition");

    /** @param templates in place of those of the language */
    public Messages {
        templates = Map.copyOf(templates);
    }

    /**
     * The text of an alert.
     *
     * @param summary the template of the rule; empty: that of the language, if it has one
     */
    public AlertText of(
            Alert.Identity identity, Alert.State state, AlertSeverity severity, Alert.Reading reading, String summary) {
        String own =
                summary.isEmpty() ? language.find("summary." + identity.rule()).orElse("") : summary;
        Map<String, AlertText> values = values(identity, state, severity, reading);
        values.put("summary", new MessageTemplate(own).fill(values));
        return template(state == Alert.State.FIRING ? "firing" : "resolved").fill(values);
    }

    /**
     * A notification about alerts.
     *
     * @param id see {@link AlertNotification#id}
     * @param nodeId the node that sends it
     * @param alerts at least one
     */
    public AlertNotification notification(String id, Instant at, String nodeId, List<Alert> alerts) {
        AlertText body = alerts.get(0).text();
        for (Alert alert : alerts.subList(1, alerts.size())) {
            body = body.then(AlertText.literal("\n")).then(alert.text());
        }
        return new AlertNotification(id, at, alerts, title(alerts, nodeId), body);
    }

    private AlertText title(List<Alert> alerts, String nodeId) {
        if (alerts.size() == 1) {
            Alert alert = alerts.get(0);
            return template("title").fill(values(alert.identity(), alert.state(), alert.severity(), alert.reading()));
        }
        long firing = alerts.stream().filter(Alert::isFiring).count();
        return template("title_of_several")
                .fill(Map.of(
                        "node", AlertText.value(line(nodeId)),
                        "count", AlertText.value(Integer.toString(alerts.size())),
                        "firing", AlertText.value(Long.toString(firing)),
                        "resolved", AlertText.value(Long.toString(alerts.size() - firing))));
    }

    private MessageTemplate template(String name) {
        return Optional.ofNullable(templates.get(name)).orElseGet(() -> new MessageTemplate(language.text(name)));
    }

    private Map<String, AlertText> values(
            Alert.Identity identity, Alert.State state, AlertSeverity severity, Alert.Reading reading) {
        Map<String, AlertText> values = new HashMap<>();
        values.put("rule", AlertText.value(identity.rule()));
        values.put("severity", AlertText.literal(language.text("severity." + lower(severity))));
        values.put("state", AlertText.literal(language.text("state." + lower(state))));
        values.put(
                "node",
                identity.node()
                        .map(node -> AlertText.value(line(node)))
                        .orElseGet(() -> AlertText.literal(language.text("cluster"))));
        values.put("labels", AlertText.value(line(labels(identity.labels()))));
        values.put("value", AlertText.value(number(reading.value())));
        values.put("condition", AlertText.value(line(reading.condition())));
        values.put(
                "since",
                AlertText.value(reading.since().truncatedTo(ChronoUnit.SECONDS).toString()));
        return values;
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** {@code {component=redis}}; nothing without labels. */
    private static String labels(Map<String, String> labels) {
        return labels.isEmpty()
                ? ""
                : new TreeMap<>(labels)
                        .entrySet().stream()
                                .map(label -> label.getKey() + "=" + label.getValue())
                                .collect(Collectors.joining(", ", " {", "}"));
    }

    /** On one line, without control characters, and not endless: it may come from anybody. */
    private static String line(String value) {
        return LogText.escaped(value.length() > LONGEST_VALUE ? value.substring(0, LONGEST_VALUE) + "…" : value);
    }

    /** With four significant digits, without an exponent. */
    static String number(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Double.toString(value);
        }
        BigDecimal exact = BigDecimal.valueOf(value);
        BigDecimal shown = exact.abs().compareTo(BigDecimal.valueOf(1000)) >= 0
                ? exact.setScale(0, RoundingMode.HALF_UP)
                : exact.round(new MathContext(4));
        return shown.signum() == 0 ? "0" : shown.stripTrailingZeros().toPlainString();
    }
}
