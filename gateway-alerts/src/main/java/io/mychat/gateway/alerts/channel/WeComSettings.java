package io.mychat.gateway.alerts.channel;

import io.mychat.gateway.spi.alert.AlertChannel;

/** @param url with the key of the robot */
record WeComSettings(TargetUrl url) implements ChannelSettings {

    @Override
    public AlertChannel open(String name, ChannelResources resources) {
        return new WeComChannel(name, this, resources.http());
    }
}
