package io.mychat.gateway.core;

import io.mychat.gateway.spi.GatewayView;
import io.mychat.gateway.spi.alert.AlertChannel;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.session.IdempotencyStore;
import java.util.List;

/** The gateway as its modules see it. */
record ModuleView(MetricSource metrics, IdempotencyStore idempotencyStore, List<AlertChannel> alertChannels)
        implements GatewayView {

    ModuleView {
        alertChannels = List.copyOf(alertChannels);
    }
}
