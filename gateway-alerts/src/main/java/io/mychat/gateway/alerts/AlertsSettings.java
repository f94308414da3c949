package io.mychat.gateway.alerts;

import io.mychat.gateway.alerts.channel.ChannelSettings;
import io.mychat.gateway.alerts.delivery.DeliverySettings;
import io.mychat.gateway.alerts.engine.EngineSettings;
import io.mychat.gateway.spi.alert.AlertSeverity;
import java.util.Map;

/**
 * Section {@code alerts} of {@code gateway_config.json}.
 *
 * @param enabled whether the rules are followed
 * @param channels by name
 */
record AlertsSettings(
        boolean enabled, EngineSettings engine, DeliverySettings delivery, Map<String, Channel> channels) {

    AlertsSettings {
        channels = Map.copyOf(channels);
    }

    /** @param minSeverity alerts of less are not for this channel */
    record Channel(AlertSeverity minSeverity, ChannelSettings settings) {}
}
