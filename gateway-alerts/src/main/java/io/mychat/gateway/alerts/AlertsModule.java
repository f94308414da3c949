package io.mychat.gateway.alerts;

import io.mychat.gateway.alerts.channel.ChannelResources;
import io.mychat.gateway.alerts.rule.Moment;
import io.mychat.gateway.spi.GatewayView;
import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.ModuleServices;
import io.mychat.gateway.spi.ReloadResult;
import io.mychat.gateway.spi.alert.ActiveAlerts;
import io.mychat.gateway.spi.alert.Alert;
import io.mychat.gateway.spi.alert.AlertNotification;
import io.mychat.gateway.spi.alert.AlertSeverity;
import io.mychat.gateway.spi.alert.DeliveryOutcome;
import io.mychat.gateway.spi.config.SettingFault;
import io.mychat.gateway.spi.event.HealthIndicator;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.time.TimeSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The configured module.
 *
 * @since 0.1.0
 */
public final class AlertsModule implements ModuleProvider.Module {

    private final AlertsSettings settings;
    private final TimeSource time;
    private @Nullable AlertService service;

    AlertsModule(AlertsSettings settings, TimeSource time) {
        this.settings = settings;
        this.time = time;
    }

    @Override
    public Optional<Set<Class<?>>> ports() {
        return Optional.of(Set.of(ActiveAlerts.class));
    }

    @Override
    public void create(ModuleServices services) {
        AlertService created = AlertService.create(settings, services.nodeId(), time);
        service = created;
        services.offer(ActiveAlerts.class, created);
        services.offer(MetricSource.class, created);
        services.offer(HealthIndicator.class, created);
    }

    @Override
    public List<SettingFault> attach(GatewayView gateway) {
        AlertService created = service;
        return created == null ? List.of() : created.attach(gateway);
    }

    @Override
    public List<SettingFault> check(ModuleProvider.Module next) {
        AlertService running = service;
        return running == null || !(next instanceof AlertsModule other) ? List.of() : running.faults(other.settings);
    }

    @Override
    public ReloadResult adopt(ModuleProvider.Module next) {
        AlertService running = service;
        if (running != null && next instanceof AlertsModule other) {
            running.adopt(other.settings);
        }
        return ReloadResult.nothing();
    }

    /** The names of the configured channels. */
    public Set<String> channels() {
        return new TreeSet<>(settings.channels().keySet());
    }

    /**
     * Sends one notification to a configured channel, and waits for its answer. For tools: the module need not be
     * created.
     *
     * @throws IllegalArgumentException when there is no such channel
     */
    public DeliveryOutcome test(String channel, String nodeId) throws InterruptedException {
        AlertsSettings.Channel configured = settings.channels().get(channel);
        if (configured == null) {
            throw new IllegalArgumentException("there is no channel '" + channel + "' in alerts.channels; there are: "
                    + String.join(", ", channels()));
        }
        Alert.Identity identity = new Alert.Identity("test", Optional.of(nodeId), Map.of());
        Alert.Reading reading = new Alert.Reading(1, "test > 0", Moment.of(time).wall());
        var messages = settings.engine().messages();
        Alert alert = new Alert(
                identity,
                AlertSeverity.INFO,
                Alert.State.FIRING,
                reading,
                messages.of(identity, Alert.State.FIRING, AlertSeverity.INFO, reading, ""));
        AlertNotification notification =
                messages.notification("test-" + UUID.randomUUID(), time.now(), nodeId, List.of(alert));
        return configured
                .settings()
                .open(channel, new ChannelResources(time))
                .send(notification, settings.delivery().retry().timeout());
    }
}
