package io.mychat.gateway.spi;

import io.mychat.gateway.spi.alert.AlertChannel;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.session.IdempotencyStore;
import java.util.List;

/**
 * What a module may see of the whole gateway, once all adapters exist. Thread-safe.
 *
 * @since 0.1.0
 */
public interface GatewayView {

    /** All metrics of this node, of the core and of all modules. */
    MetricSource metrics();

    /** The store of claims, which the nodes of a cluster share. */
    IdempotencyStore idempotencyStore();

    /** The channels of the host application, of plug-ins and of modules. */
    List<AlertChannel> alertChannels();
}
