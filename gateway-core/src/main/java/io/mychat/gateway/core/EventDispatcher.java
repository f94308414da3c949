package io.mychat.gateway.core;

import io.mychat.gateway.core.threads.FaultBarrier;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.event.GatewayListener;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes events to all listeners; the failure of one does not affect the others. Immutable. */
final class EventDispatcher implements GatewayListener {

    private static final Logger log = LoggerFactory.getLogger(EventDispatcher.class);

    private final List<GatewayListener> listeners;

    EventDispatcher(List<GatewayListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    @Override
    public void onEvent(GatewayEvent event) {
        for (GatewayListener listener : listeners) {
            // Each of these events stands before a step that must come.
            FaultBarrier.run(() -> listener.onEvent(event), failure -> log.warn("A listener failed", failure));
        }
    }
}
