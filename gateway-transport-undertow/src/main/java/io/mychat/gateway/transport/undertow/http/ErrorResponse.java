package io.mychat.gateway.transport.undertow.http;

import io.mychat.gateway.spi.transport.ErrorBody;
import io.mychat.gateway.transport.undertow.accept.ClientChannel;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Protocols;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * An error that the transport itself answers, in the shape of the HTTP API's errors (protocol.md section 2).
 *
 * @param message the status in words
 * @param error for machines
 * @param detail for people; none of the texts may need escaping in JSON
 */
public record ErrorResponse(int status, String message, String error, String detail) {

    /** Sends the answer and closes the connection after it. */
    public void send(HttpServerExchange exchange) {
        count(exchange);
        send(exchange, status, new ErrorBody(status, message, error, detail).json());
    }

    /** As {@link #send(HttpServerExchange)}, and says when to come back. */
    void sendWithRetry(HttpServerExchange exchange, Duration retryAfter) {
        count(exchange);
        exchange.getResponseHeaders().put(Headers.RETRY_AFTER, Math.max(1, retryAfter.toSeconds()));
        send(exchange, status, new ErrorBody(status, message, error, detail, retryAfter).json());
    }

    private void count(HttpServerExchange exchange) {
        ClientChannel channel = ClientChannel.of(exchange);
        if (channel != null) {
            channel.refused(error);
        }
    }

    /** Has the connection end after the answer, without waiting for what the client may still send. */
    static void leaveUnread(HttpServerExchange exchange) {
        exchange.setPersistent(false);
        ClientChannel channel = ClientChannel.of(exchange);
        if (channel != null && !exchange.isRequestComplete()) {
            channel.abortRequest();
        }
    }

    /** Sends a JSON body and closes the connection after it. */
    public static void send(HttpServerExchange exchange, int status, String body) {
        exchange.setProtocol(Protocols.HTTP_1_1); // ours, whatever the request claims
        leaveUnread(exchange);
        exchange.setStatusCode(status);
        exchange.getResponseHeaders().put(Headers.CONNECTION, "close");
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
        exchange.getResponseSender().send(body, StandardCharsets.UTF_8);
    }
}
