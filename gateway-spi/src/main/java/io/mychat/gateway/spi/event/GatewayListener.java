package io.mychat.gateway.spi.event;

import java.util.Objects;
import java.util.function.Consumer;

/**
 * Receives events. Called on the thread of the event, which may be an I/O thread; must not block, unless it was added
 * with an executor. An exception is logged and has no other effect.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface GatewayListener {

    void onEvent(GatewayEvent event);

    /**
     * Whether the listener takes events of this type. Asked for each type once, when the listener is added. The gateway
     * makes the events of single messages only while a listener takes them.
     */
    default boolean accepts(Class<? extends GatewayEvent> type) {
        return true;
    }

    /** A listener that takes the events of one type. */
    static <E extends GatewayEvent> GatewayListener of(Class<E> type, Consumer<? super E> listener) {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(listener, "listener");
        return new GatewayListener() {
            @Override
            public void onEvent(GatewayEvent event) {
                listener.accept(type.cast(event));
            }

            @Override
            public boolean accepts(Class<? extends GatewayEvent> other) {
                return type.isAssignableFrom(other);
            }
        };
    }
}
