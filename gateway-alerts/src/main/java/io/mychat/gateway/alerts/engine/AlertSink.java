package io.mychat.gateway.alerts.engine;

import io.mychat.gateway.alerts.rule.Rule;
import io.mychat.gateway.spi.alert.Alert;
import java.util.function.Consumer;

/** Brings an alert to the channels of its rule. */
@FunctionalInterface
public interface AlertSink {

    /**
     * Never blocks.
     *
     * @param settled called once, on any thread, with whether a channel took it
     */
    void send(Rule rule, Alert alert, Consumer<Boolean> settled);
}
