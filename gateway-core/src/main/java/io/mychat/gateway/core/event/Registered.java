package io.mychat.gateway.core.event;

import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.event.GatewayListener;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A listener and the types that it takes. A listener of others has been asked once: what it would answer on the way of a
 * message could block or fail there.
 *
 * @param types null: the listener passes events to others, which come and go, or is {@link AskedPerEvent}
 */
record Registered(GatewayListener listener, @Nullable Set<Class<?>> types) {

    static Registered of(GatewayListener listener) {
        if (listener instanceof EventDispatcher || listener instanceof AskedPerEvent) {
            return new Registered(listener, null);
        }
        Set<Class<?>> accepted = new HashSet<>();
        collect(GatewayEvent.class, listener, accepted);
        return new Registered(listener, Set.copyOf(accepted));
    }

    private static void collect(Class<? extends GatewayEvent> type, GatewayListener listener, Set<Class<?>> accepted) {
        if (listener.accepts(type)) {
            accepted.add(type);
        }
        if (type.isSealed()) {
            for (Class<?> below : type.getPermittedSubclasses()) {
                collect(below.asSubclass(GatewayEvent.class), listener, accepted);
            }
        }
    }

    boolean accepts(Class<? extends GatewayEvent> type) {
        return types == null ? listener.accepts(type) : types.contains(type);
    }

    /** Whether it is this listener, or calls it on an executor. */
    boolean is(GatewayListener other) {
        return listener == other || (listener instanceof QueuedListener queued && queued.calls(other));
    }
}
