package io.mychat.gateway.spi.event;

/**
 * Receives events. Called on the thread of the event, which may be an I/O thread; must not block. An exception is
 * logged and has no other effect.
 */
@FunctionalInterface
public interface GatewayListener {

    void onEvent(GatewayEvent event);
}
