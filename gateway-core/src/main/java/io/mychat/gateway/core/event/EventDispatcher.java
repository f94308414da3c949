package io.mychat.gateway.core.event;

import io.mychat.gateway.core.threads.FaultBarrier;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.event.GatewayListener;
import io.mychat.gateway.spi.event.RateLimitedLogs;
import io.mychat.gateway.spi.time.TimeSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes events to all listeners; the failure of one does not affect the others. Thread-safe: listeners may come and go
 * at any time.
 */
public final class EventDispatcher implements GatewayListener {

    private static final Logger log = LoggerFactory.getLogger(EventDispatcher.class);

    private final RateLimitedLogs failures;
    /** Copied at each change, under this object's lock: events of messages are asked for on hot paths. */
    private volatile Registered[] listeners;

    public EventDispatcher(Collection<? extends GatewayListener> listeners, TimeSource time) {
        List<Registered> registered = new ArrayList<>();
        for (GatewayListener listener : listeners) {
            registered.add(Registered.of(listener));
        }
        this.listeners = registered.toArray(new Registered[0]);
        this.failures = new RateLimitedLogs(log::warn, time);
    }

    /** Adds a listener behind the others. */
    public synchronized void add(GatewayListener listener) {
        Registered[] more = Arrays.copyOf(listeners, listeners.length + 1);
        more[listeners.length] = Registered.of(listener);
        listeners = more;
    }

    /** Removes a listener, which may still be called by an event of this moment. */
    public synchronized void remove(GatewayListener listener) {
        listeners = Stream.of(listeners).filter(one -> !one.is(listener)).toArray(Registered[]::new);
    }

    @Override
    public boolean accepts(Class<? extends GatewayEvent> type) {
        for (Registered listener : listeners) {
            if (listener.accepts(type)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void onEvent(GatewayEvent event) {
        for (Registered one : listeners) {
            if (one.accepts(event.getClass())) {
                // Each of these events stands before a step that must come.
                FaultBarrier.run(() -> one.listener().onEvent(event), failure -> failed(one.listener(), failure));
            }
        }
    }

    private void failed(GatewayListener listener, Throwable failure) {
        String name = listener.getClass().getName();
        failures.of(name).log("Listener " + name + " failed", failure);
    }
}
