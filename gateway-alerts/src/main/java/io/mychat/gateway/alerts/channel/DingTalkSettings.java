package io.mychat.gateway.alerts.channel;

import io.mychat.gateway.spi.alert.AlertChannel;
import java.util.Optional;

/** @param secret of the robot's security setting "sign"; empty: the robot checks keywords or addresses instead */
record DingTalkSettings(TargetUrl url, Optional<Secret> secret) implements ChannelSettings {

    @Override
    public AlertChannel open(String name, ChannelResources resources) {
        return new DingTalkChannel(name, this, resources.http(), resources.time());
    }
}
