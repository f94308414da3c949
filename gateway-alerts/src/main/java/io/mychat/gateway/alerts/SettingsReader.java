package io.mychat.gateway.alerts;

import io.mychat.gateway.alerts.AlertsSettings.Channel;
import io.mychat.gateway.alerts.channel.ChannelReader;
import io.mychat.gateway.alerts.delivery.DeliverySettings;
import io.mychat.gateway.alerts.engine.EngineSettings;
import io.mychat.gateway.alerts.rule.Rule;
import io.mychat.gateway.alerts.text.Language;
import io.mychat.gateway.alerts.text.MessageTemplate;
import io.mychat.gateway.alerts.text.Messages;
import io.mychat.gateway.spi.alert.AlertChannel;
import io.mychat.gateway.spi.alert.AlertSeverity;
import io.mychat.gateway.spi.config.ConfigSection;
import io.mychat.gateway.spi.config.ModuleSettings;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads section {@code alerts}. */
final class SettingsReader {

    private static final Pattern NAME = Pattern.compile("[a-z0-9_-]{1,32}");
    private static final int MOST_CHANNELS = 32;

    private final ConfigSection section;
    private final boolean brought;

    SettingsReader(ModuleSettings settings) {
        this.section = settings.section("alerts");
        this.brought = settings.isBrought(AlertChannel.class);
    }

    AlertsSettings read() {
        boolean enabled = section.flag("enabled");
        Messages messages = messages();
        Map<String, Channel> channels = channels(section.section("channels"));
        List<Rule> rules = new RulesReader(section.section("rules"), this::isUnknownChannel).read();
        EngineSettings engine = new EngineSettings(rules, pace(), section.integer("max_series"), messages);
        return new AlertsSettings(enabled, engine, delivery(), channels);
    }

    /** Whether a rule names a channel that only a program with other channels can have. */
    private boolean isUnknownChannel(String name) {
        return !brought && !section.section("channels").keys().contains(name);
    }

    private EngineSettings.Pace pace() {
        return new EngineSettings.Pace(
                section.duration("interval_seconds"),
                section.duration("repeat_seconds"),
                section.duration("lease_seconds"));
    }

    private DeliverySettings delivery() {
        return new DeliverySettings(
                section.duration("group_seconds"),
                section.integer("max_pending"),
                section.integer("max_alerts_per_notification"),
                section.integer("notifications_per_minute"),
                new DeliverySettings.Retry(
                        section.duration("timeout_ms"),
                        section.duration("backoff_ms"),
                        section.duration("max_backoff_ms"),
                        section.duration("deadline_seconds"),
                        section.duration("stop_timeout_ms")));
    }

    private Messages messages() {
        Language language = section.word("language", Language.class).orElse(Language.EN);
        ConfigSection own = section.section("templates");
        Map<String, MessageTemplate> templates = new HashMap<>();
        Messages.TEMPLATES.forEach((name, placeholders) -> own.text(name).ifPresent(text -> {
            try {
                templates.put(name, MessageTemplate.of(text, placeholders));
            } catch (IllegalArgumentException e) {
                own.fault(name, String.valueOf(e.getMessage()));
            }
        }));
        return new Messages(language, templates);
    }

    private Map<String, Channel> channels(ConfigSection all) {
        Map<String, Channel> channels = new LinkedHashMap<>();
        for (String name : all.keys()) {
            ConfigSection one = all.section(name);
            AlertSeverity minSeverity =
                    one.word("min_severity", AlertSeverity.class).orElse(AlertSeverity.INFO);
            if (!NAME.matcher(name).matches()) {
                all.fault(name, "must be named with 1 to 32 of a-z 0-9 _ -");
            }
            new ChannelReader(one).read().ifPresent(settings -> channels.put(name, new Channel(minSeverity, settings)));
        }
        if (channels.size() > MOST_CHANNELS) {
            section.fault("channels", "must be " + MOST_CHANNELS + " at most");
        }
        return channels;
    }

    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }
}
