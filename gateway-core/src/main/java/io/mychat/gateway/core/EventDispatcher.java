package io.mychat.gateway.core;

import io.mychat.gateway.core.threads.FaultBarrier;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.event.GatewayListener;
import io.mychat.gateway.spi.event.RateLimitedLogs;
import io.mychat.gateway.spi.time.TimeSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes events to all listeners; the failure of one does not affect the others. Thread-safe. */
final class EventDispatcher implements GatewayListener {

    private static final Logger log = LoggerFactory.getLogger(EventDispatcher.class);

    private final List<GatewayListener> listeners;
    private final RateLimitedLogs failures;

    EventDispatcher(List<GatewayListener> listeners, TimeSource time) {
        this.listeners = List.copyOf(listeners);
        this.failures = new RateLimitedLogs(log::warn, time);
    }

    @Override
    public void onEvent(GatewayEvent event) {
        for (GatewayListener listener : listeners) {
            // Each of these events stands before a step that must come.
            FaultBarrier.run(() -> listener.onEvent(event), failure -> failed(listener, failure));
        }
    }

    private void failed(GatewayListener listener, Throwable failure) {
        String name = listener.getClass().getName();
        failures.of(name).log("Listener " + name + " failed", failure);
    }
}
