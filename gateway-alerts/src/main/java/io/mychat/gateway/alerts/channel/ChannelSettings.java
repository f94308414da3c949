package io.mychat.gateway.alerts.channel;

import io.mychat.gateway.spi.alert.AlertChannel;

/** The settings of one channel. Equal settings make equal channels. */
public sealed interface ChannelSettings
        permits DingTalkSettings, EmailSettings, PagerDutySettings, SmsSettings, WebhookSettings, WeComSettings {

    /** Creates the channel. Opens no connection. */
    AlertChannel open(String name, ChannelResources resources);
}
