package io.mychat.gateway.alerts.channel;

import io.mychat.gateway.spi.alert.AlertChannel;
import java.util.Optional;

/** @param key empty: the requests are not signed */
record WebhookSettings(TargetUrl url, Optional<WebhookKey> key) implements ChannelSettings {

    @Override
    public AlertChannel open(String name, ChannelResources resources) {
        return new WebhookChannel(name, this, resources.http(), resources.time());
    }
}
