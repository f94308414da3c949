package io.mychat.gateway.core.plugin;

import io.mychat.gateway.spi.alert.AlertChannel;
import io.mychat.gateway.spi.alert.AlertNotification;
import io.mychat.gateway.spi.alert.DeliveryOutcome;
import java.time.Duration;
import java.util.concurrent.ExecutionException;

/**
 * A plug-in that carries alerts, on its own threads.
 *
 * @param name the plug-in's
 */
record PluginAlertChannel(String name, AlertChannel channel, PluginThreads threads) implements AlertChannel {

    @Override
    public DeliveryOutcome send(AlertNotification notification, Duration timeout) throws InterruptedException {
        try {
            return threads.call("an alert", timeout, () -> channel.send(notification, timeout))
                    .toCompletableFuture()
                    .get();
        } catch (ExecutionException e) {
            threads.failed(e);
            return new DeliveryOutcome.Failed("plug-in " + name + ": " + PluginFailure.text(e));
        }
    }
}
