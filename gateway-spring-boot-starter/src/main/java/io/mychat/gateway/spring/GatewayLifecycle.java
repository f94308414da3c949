package io.mychat.gateway.spring;

import io.mychat.gateway.core.GatewayServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.springframework.context.SmartLifecycle;

/**
 * Starts the gateway behind the web server, and stops it in front of it: clients are told and served to their last
 * answers while the port is open. Spring waits for the stop as long as {@code spring.lifecycle.timeout-per-shutdown-phase}
 * says; the end of the context waits for the rest of it.
 */
final class GatewayLifecycle implements SmartLifecycle {

    /**
     * Above the web server's graceful shutdown, which begins 1024 below the default phase, and above the actuator's own
     * port, 512 below: starts later, stops sooner.
     */
    static final int PHASE = DEFAULT_PHASE - 256;

    private final GatewayServer gateway;
    private final HandlerBeans handlers;
    private final OperatorsPort operatorsPort;

    GatewayLifecycle(GatewayServer gateway, HandlerBeans handlers, OperatorsPort operatorsPort) {
        this.gateway = gateway;
        this.handlers = handlers;
        this.operatorsPort = operatorsPort;
    }

    @Override
    public void start() {
        handlers.registerWith(gateway);
        try {
            gateway.start();
            operatorsPort.check(gateway);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    @Override
    public void stop() {
        gateway.stop();
    }

    @Override
    public void stop(Runnable stopped) {
        gateway.stopAsync().whenComplete((done, failure) -> stopped.run());
    }

    @Override
    public boolean isRunning() {
        return gateway.isRunning();
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    /**
     * A paused gateway would lose its clients, and a gateway starts once. Spring 7 asks this when a cached context of
     * tests has no use for a while; Spring 6 does not know it.
     */
    @SuppressWarnings({"MissingOverride", "unused"})
    public boolean isPauseable() {
        return false;
    }
}
