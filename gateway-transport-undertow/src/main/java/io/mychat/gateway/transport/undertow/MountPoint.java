package io.mychat.gateway.transport.undertow;

import io.mychat.gateway.transport.undertow.http.ErrorResponse;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A handler of the host's server that passes requests to the gateway behind it, and answers 503 without one.
 * Thread-safe.
 */
final class MountPoint implements HttpHandler {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final ErrorResponse NOT_RUNNING =
            new ErrorResponse(503, "Service Unavailable", "not_running", "the gateway is not running");

    private final AtomicReference<@Nullable HttpHandler> gateway = new AtomicReference<>();

    /** @throws IllegalStateException when another gateway is behind it */
    void open(HttpHandler handler) {
        if (!gateway.compareAndSet(null, handler)) {
            throw new IllegalStateException("another running gateway uses this UndertowMount: give each its own one");
        }
    }

    /** Does nothing when another gateway is behind it. */
    void close(HttpHandler handler) {
        gateway.compareAndSet(handler, null);
    }

    boolean serves(HttpHandler handler) {
        return gateway.get() == handler;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        HttpHandler handler = gateway.get();
        if (handler == null) {
            NOT_RUNNING.sendWithRetry(exchange, RETRY_AFTER);
        } else {
            handler.handleRequest(exchange);
        }
    }
}
