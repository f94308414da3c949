package io.mychat.gateway.alerts.channel;

import io.mychat.gateway.spi.alert.AlertChannel;

/** @param routingKey the integration key of Events API v2 */
record PagerDutySettings(TargetUrl url, Secret routingKey) implements ChannelSettings {

    static final String USUAL_URL = "https://events.pagerduty.com/v2/enqueue";

    @Override
    public AlertChannel open(String name, ChannelResources resources) {
        return new PagerDutyChannel(name, this, resources.http());
    }
}
