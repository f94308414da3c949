package io.mychat.gateway.tyrus;

import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.glassfish.tyrus.core.TyrusWebSocketEngine;
import org.glassfish.tyrus.server.TyrusServerContainer;
import org.glassfish.tyrus.spi.WebSocketEngine;

/** Tyrus with our threads: its own pools have no bound. */
final class HostContainer extends TyrusServerContainer {

    /** The bytes of a frame beside its payload: RFC 6455 section 5.2. */
    private static final int FRAME_HEAD = 14;

    private static final int TIMER_THREADS = 2;

    private final WebSocketEngine engine;
    private final ExecutorService pool;
    private final ScheduledThreadPoolExecutor timers;

    HostContainer(EndpointBounds bounds, int messageBytes, ExecutorService pool) {
        super((Set<Class<?>>) null);
        this.pool = pool;
        this.timers = new ScheduledThreadPoolExecutor(TIMER_THREADS, task -> {
            Thread thread = new Thread(task, "mychat-endpoint-timer");
            thread.setDaemon(true);
            return thread;
        });
        // A session replaces its timer at each message. Replaced ones would stay until the idle timeout.
        timers.setRemoveOnCancelPolicy(true);
        setDefaultMaxSessionIdleTimeout(bounds.idleTimeout().toMillis());
        setDefaultMaxTextMessageBufferSize(messageBytes);
        setDefaultMaxBinaryMessageBufferSize(messageBytes);
        // Tyrus keeps up to one frame and what has been read beyond it.
        this.engine = TyrusWebSocketEngine.builder(this)
                .incomingBufferSize((int)
                        Math.min(Integer.MAX_VALUE - 8L, (long) messageBytes + FRAME_HEAD + HostConnection.READ_BYTES))
                .build();
    }

    void deploy(Object endpoint) throws DeploymentException {
        if (endpoint instanceof ServerEndpointConfig config) {
            register(config);
        } else {
            register((Class<?>) endpoint);
        }
    }

    void end() {
        timers.shutdownNow();
        stop();
    }

    @Override
    public void register(Class<?> endpoint) throws DeploymentException {
        engine.register(endpoint, "/");
    }

    @Override
    public void register(ServerEndpointConfig config) throws DeploymentException {
        engine.register(config, "/");
    }

    @Override
    public WebSocketEngine getWebSocketEngine() {
        return engine;
    }

    /** Asked for by Tyrus 2.2.1 and newer; 2.2.0 does not know it. */
    public Map<String, Object> getProperties() {
        return Map.of();
    }

    @Override
    public ExecutorService getExecutorService() {
        return pool;
    }

    @Override
    public ScheduledExecutorService getScheduledExecutorService() {
        return timers;
    }
}
