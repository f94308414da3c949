package io.mychat.gateway.transport.nio.http;

/** Answers the requests of one port. */
@FunctionalInterface
public interface RequestHandler {

    /**
     * A request has arrived with its head. Called on the I/O thread of the connection; must not block.
     *
     * @param exchange gets exactly one answer
     */
    void onRequest(HttpExchange exchange);
}
