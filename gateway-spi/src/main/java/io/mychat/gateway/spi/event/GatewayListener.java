package io.mychat.gateway.spi.event;

/**
 * Hears what happens. Called on the thread on which it happened, I/O threads among them: must not block. What it throws
 * is logged and harms nobody.
 */
@FunctionalInterface
public interface GatewayListener {

    void onEvent(GatewayEvent event);
}
