package io.mychat.gateway.testkit.alert;

import io.mychat.gateway.spi.alert.AlertChannel;

class InMemoryAlertChannelTest extends AlertChannelContract {

    private final InMemoryAlertChannel channel = new InMemoryAlertChannel("memory");

    @Override
    protected AlertChannel channel() {
        return channel;
    }

    @Override
    protected int taken() {
        return channel.taken().size();
    }

    @Override
    protected void takeServiceAway() {
        channel.setAway(true);
    }
}
