package io.mychat.gateway.alerts;

import io.mychat.gateway.alerts.rule.DefaultRules;
import io.mychat.gateway.alerts.rule.Rule;
import io.mychat.gateway.spi.GatewayView;
import io.mychat.gateway.spi.alert.AlertChannel;
import io.mychat.gateway.spi.config.SettingFault;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is wrong with the rules in view of the metrics and channels that there are. */
final class AttachCheck {

    private final AlertsSettings settings;
    private final MetricSource source;
    /** The names of all metrics; null until a rule asks for them, since a measurement of everything takes a twentieth of a start. */
    private @Nullable Set<String> metrics;

    private final Set<String> channels = new TreeSet<>();
    private final List<SettingFault> faults = new ArrayList<>();

    AttachCheck(AlertsSettings settings, GatewayView gateway) {
        this.settings = settings;
        this.source = gateway.metrics();
        channels.addAll(settings.channels().keySet());
        Set<String> brought = new HashSet<>();
        for (AlertChannel channel : gateway.alertChannels()) {
            if (!channels.add(channel.name()) || !brought.add(channel.name())) {
                faults.add(new SettingFault(
                        "$.alerts.channels",
                        "two channels are named '" + channel.name() + "', one of them brought by the program"));
            }
        }
    }

    List<SettingFault> faults() {
        for (Rule rule : settings.engine().rules()) {
            String path = "$.alerts.rules." + rule.name();
            rule.notice().channels().stream()
                    .filter(name -> !channels.contains(name))
                    .forEach(name -> faults.add(new SettingFault(
                            path + ".channels",
                            "there is no alert channel '" + name + "'; there are: " + String.join(", ", channels))));
            if (!rule.notice().optional() && !DefaultRules.isAlwaysMeasured(rule)) {
                rule.condition().metrics().stream()
                        .filter(name -> !metrics().contains(name))
                        .forEach(name -> faults.add(new SettingFault(path + ".when", unknown(name))));
            }
        }
        return faults;
    }

    private Set<String> metrics() {
        Set<String> known = metrics;
        if (known == null) {
            known = source.metrics().stream().map(Metric::name).collect(Collectors.toCollection(TreeSet::new));
            metrics = known;
        }
        return known;
    }

    private String unknown(String name) {
        return "there is no metric '" + name + "' now; set optional to true if a module or an event brings it later."
                + " There are: " + String.join(", ", metrics());
    }
}
