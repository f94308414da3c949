package io.mychat.gateway.transport.undertow.http;

import io.mychat.gateway.spi.transport.ErrorBody;
import io.mychat.gateway.transport.undertow.accept.ClientChannel;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Protocols;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * An error response of the transport itself, in the form of the HTTP API's errors (protocol.md section 2). No text may
 * need escaping in JSON.
 *
 * @param message the reason phrase of the status
 * @param error the machine-readable reason
 * @param detail a sentence for people
 */
public record ErrorResponse(int status, String message, String error, String detail) {

    /** Sends the response and then closes the connection. */
    public void send(HttpServerExchange exchange) {
        count(exchange);
        send(exchange, status, new ErrorBody(status, message, error, detail).json());
    }

    /** As {@link #send(HttpServerExchange)}, with a retry time. */
    public void sendWithRetry(HttpServerExchange exchange, Duration retryAfter) {
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

    /** Makes the connection close after the response, without waiting for further input of the client. */
    static void leaveUnread(HttpServerExchange exchange) {
        exchange.setPersistent(false);
        ClientChannel channel = ClientChannel.of(exchange);
        if (channel != null && !exchange.isRequestComplete()) {
            channel.abortRequest();
        }
    }

    /** Sends a JSON body and then closes the connection. */
    public static void send(HttpServerExchange exchange, int status, String body) {
        exchange.setProtocol(Protocols.HTTP_1_1); // our version, regardless of the request
        leaveUnread(exchange);
        exchange.setStatusCode(status);
        exchange.getResponseHeaders().put(Headers.CONNECTION, "close");
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
        exchange.getResponseSender().send(body, StandardCharsets.UTF_8);
    }
}
