package io.mychat.gateway.alerts.rule;

import io.mychat.gateway.alerts.rule.Rule.Notice;
import io.mychat.gateway.alerts.rule.Rule.Scope;
import io.mychat.gateway.alerts.rule.Rule.Timing;
import io.mychat.gateway.spi.alert.AlertSeverity;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rules that apply without any configuration: the five of specification 9.4, and some that it lacks. */
public final class DefaultRules {

    static final Duration COOL_DOWN = Duration.ofMinutes(5);
    private static final Map<String, Rule> RULES = new LinkedHashMap<>();

    static {
        // Specification 9.4.
        add("connections", "connections > 10000", "< 9000", 60, AlertSeverity.WARNING, Scope.NODE, false);
        add("error_rate", "recent_error_share > 0.05", "< 0.03", 60, AlertSeverity.CRITICAL, Scope.NODE, false);
        add("response_time", "recent_answer_seconds > 1", "< 0.8", 60, AlertSeverity.WARNING, Scope.NODE, false);
        add(
                "redis",
                "component_health{component=\"redis\"} > 0",
                "<= 0",
                30,
                AlertSeverity.CRITICAL,
                Scope.CLUSTER,
                true);
        add(
                "memory",
                "process_resident_memory_bytes / process_resident_memory_bytes_limit > 0.8",
                "< 0.75",
                300,
                AlertSeverity.WARNING,
                Scope.NODE,
                false);
        // Each port of a gateway with TLS. The gateway says when a certificate is due: 14 days are long for one that
        // lives for six.
        add(
                "certificate",
                "tls_certificate_expires_seconds / tls_certificate_warning_seconds < 1",
                ">= 1",
                0,
                AlertSeverity.WARNING,
                Scope.CLUSTER,
                true);
        add("acme", "acme_failures > 2", "< 1", 0, AlertSeverity.WARNING, Scope.NODE, true);
        add(
                "store_errors",
                "increase(redis_errors_total[5m]) > 10",
                "< 1",
                60,
                AlertSeverity.CRITICAL,
                Scope.NODE,
                true);
        add(
                "data_loss",
                "increase(redis_data_losses_total[10m]) > 0",
                "<= 0",
                0,
                AlertSeverity.CRITICAL,
                Scope.CLUSTER,
                true);
        // A few are inboxes that lay idle beyond retention. Of a Redis Cluster's other nodes this is all that shows.
        add(
                "new_epochs",
                "sum(increase(messages_new_epochs_total[10m])) > 10",
                "<= 0",
                0,
                AlertSeverity.WARNING,
                Scope.CLUSTER,
                true);
        add(
                "evictions",
                "sum(increase(message_store_evictions_total[1h])) > 0",
                "<= 0",
                0,
                AlertSeverity.WARNING,
                Scope.NODE,
                true);
        add(
                "buffer_evictions",
                "sum(increase(buffer_evictions_total[5m])) > 0",
                "<= 0",
                0,
                AlertSeverity.WARNING,
                Scope.NODE,
                true);
        add("bans", "sum(increase(bans_added_total[5m])) > 20", "< 10", 0, AlertSeverity.WARNING, Scope.NODE, true);
    }

    private DefaultRules() {}

    private static void add(
            String name, String when, String resolve, int hold, AlertSeverity severity, Scope scope, boolean optional) {
        Condition condition = Condition.of(when);
        RULES.put(
                name,
                new Rule(
                        name,
                        condition,
                        new Timing(Duration.ofSeconds(hold), Rule.resolve(condition, resolve), COOL_DOWN),
                        severity,
                        scope,
                        new Notice(optional, List.of(), "")));
    }

    /** Whether this is the condition of a default rule, and every gateway has its metrics. */
    public static boolean isAlwaysMeasured(Rule rule) {
        Rule known = RULES.get(rule.name());
        return known != null && !known.notice().optional() && known.condition().equals(rule.condition());
    }

    /** The rules by name, in the order of the documentation. */
    public static Map<String, Rule> byName() {
        return Collections.unmodifiableMap(RULES);
    }
}
