package io.mychat.gateway.alerts;

import io.mychat.gateway.alerts.rule.Condition;
import io.mychat.gateway.alerts.rule.Condition.Threshold;
import io.mychat.gateway.alerts.rule.DefaultRules;
import io.mychat.gateway.alerts.rule.Rule;
import io.mychat.gateway.alerts.rule.Rule.Notice;
import io.mychat.gateway.alerts.rule.Rule.Scope;
import io.mychat.gateway.alerts.rule.Rule.Timing;
import io.mychat.gateway.alerts.text.MessageTemplate;
import io.mychat.gateway.alerts.text.Messages;
import io.mychat.gateway.spi.alert.AlertSeverity;
import io.mychat.gateway.spi.config.ConfigSection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads {@code alerts.rules}: changes of the default rules, and rules of one's own. */
final class RulesReader {

    private static final int MOST_RULES = 200;
    private static final Duration DEFAULT_HOLD = Duration.ofMinutes(1);
    private static final Duration DEFAULT_COOL_DOWN = Duration.ofMinutes(5);

    private final ConfigSection section;
    private final Predicate<String> isUnknownChannel;

    RulesReader(ConfigSection section, Predicate<String> isUnknownChannel) {
        this.section = section;
        this.isUnknownChannel = isUnknownChannel;
    }

    List<Rule> read() {
        Map<String, Rule> defaults = DefaultRules.byName();
        Set<String> names = new LinkedHashSet<>(defaults.keySet());
        names.addAll(section.keys());
        if (names.size() > MOST_RULES + defaults.size()) {
            section.fault("", "must be " + MOST_RULES + " at most");
        }
        List<Rule> rules = new ArrayList<>();
        for (String name : names) {
            Rule known = defaults.get(name);
            if (section.keys().contains(name)) {
                rule(name, section.section(name), known).ifPresent(rules::add);
            } else if (known != null) {
                rules.add(known);
            }
        }
        return rules;
    }

    private Optional<Rule> rule(String name, ConfigSection own, @Nullable Rule known) {
        boolean enabled = own.flag("enabled");
        if (!SettingsReader.isName(name)) {
            section.fault(name, "must be named with 1 to 32 of a-z 0-9 _ -");
        }
        Optional<Condition> condition = condition(own, known);
        Timing timing = timing(own, condition, known);
        AlertSeverity severity = own.word("severity", AlertSeverity.class)
                .orElse(known == null ? AlertSeverity.WARNING : known.severity());
        Scope scope = own.word("scope", Scope.class).orElse(known == null ? Scope.NODE : known.scope());
        boolean optional = own.flag("optional", known != null && known.notice().optional());
        Notice notice = new Notice(optional, channels(own), summary(own, known));
        return condition
                .filter(present -> enabled)
                .map(present -> new Rule(name, present, timing, severity, scope, notice));
    }

    private static Optional<Condition> condition(ConfigSection own, @Nullable Rule known) {
        Optional<String> text = own.text("when");
        if (text.isEmpty()) {
            if (known == null) {
                own.fault("when", "is missing: the condition of the rule, such as connections > 10000");
            }
            return Optional.ofNullable(known).map(Rule::condition);
        }
        try {
            return text.map(Condition::of);
        } catch (IllegalArgumentException e) {
            own.fault("when", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static Timing timing(ConfigSection own, Optional<Condition> condition, @Nullable Rule known) {
        Duration hold = known == null ? DEFAULT_HOLD : known.timing().hold();
        Duration coolDown = known == null ? DEFAULT_COOL_DOWN : known.timing().coolDown();
        hold = own.duration("for_seconds", hold);
        coolDown = own.duration("cool_down_seconds", coolDown);
        Optional<String> text = own.text("resolve");
        Threshold resolve = known != null && condition.equals(Optional.of(known.condition()))
                ? known.timing().resolve()
                : condition.map(Condition::threshold).map(Rule::opposite).orElse(Rule.NEVER);
        if (text.isPresent() && condition.isPresent()) {
            try {
                resolve = Rule.resolve(condition.get(), text.get());
            } catch (IllegalArgumentException e) {
                own.fault("resolve", String.valueOf(e.getMessage()));
            }
        }
        return new Timing(hold, resolve, coolDown);
    }

    private List<String> channels(ConfigSection own) {
        List<String> channels = own.texts("channels");
        channels.stream()
                .filter(isUnknownChannel)
                .forEach(name -> own.warn(
                        "channels",
                        "names '" + name + "', which is not in alerts.channels; the start fails unless the program"
                                + " brings that channel"));
        return channels;
    }

    private static String summary(ConfigSection own, @Nullable Rule known) {
        String text =
                own.text("summary").orElse(known == null ? "" : known.notice().summary());
        try {
            MessageTemplate.of(text, Messages.OF_SUMMARY);
        } catch (IllegalArgumentException e) {
            own.fault("summary", String.valueOf(e.getMessage()));
        }
        return text;
    }
}
