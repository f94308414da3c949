package io.mychat.gateway.transport.undertow.websocket;

import io.mychat.gateway.transport.undertow.http.ErrorResponse;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.Protocols;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks a client's handshake against RFC 6455 section 4.2.1. */
final class HandshakeCheck {

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final ErrorResponse NOT_FOUND =
            new ErrorResponse(404, "Not Found", "not_found", "no WebSocket here");
    private static final ErrorResponse UPGRADE =
            new ErrorResponse(426, "Upgrade Required", "upgrade_required", "this is a WebSocket endpoint");
    private static final ErrorResponse VERSION =
            new ErrorResponse(426, "Upgrade Required", "unsupported_version", "Sec-WebSocket-Version must be 13");

    private HandshakeCheck() {}

    /**
     * The error response for an invalid request, or null; sets the headers of the response.
     *
     * @param path the only path; null: any
     */
    static @Nullable ErrorResponse fault(HttpServerExchange exchange, @Nullable String path) {
        if (path != null && !exchange.getRequestPath().equals(path)) {
            return NOT_FOUND;
        }
        HeaderMap request = exchange.getRequestHeaders();
        if (!hasToken(request, Headers.UPGRADE, "websocket")) {
            exchange.getResponseHeaders().put(Headers.UPGRADE, "websocket");
            return UPGRADE;
        }
        if (!exchange.getRequestMethod().equals(Methods.GET)) {
            return broken("the method must be GET");
        }
        if (!exchange.getProtocol().equals(Protocols.HTTP_1_1)) {
            return broken("HTTP/1.1 is needed");
        }
        if (count(request, Headers.HOST) != 1) {
            return broken("there must be one Host");
        }
        if (!hasToken(request, Headers.CONNECTION, "upgrade")) {
            return broken("Connection must contain Upgrade");
        }
        if (!exchange.isRequestComplete()) {
            return broken("a handshake has no body");
        }
        if (count(request, Headers.SEC_WEB_SOCKET_VERSION) != 1) {
            return broken("there must be one Sec-WebSocket-Version");
        }
        if (!"13".equals(request.getFirst(Headers.SEC_WEB_SOCKET_VERSION))) {
            exchange.getResponseHeaders().put(Headers.UPGRADE, "websocket");
            exchange.getResponseHeaders().put(Headers.SEC_WEB_SOCKET_VERSION, "13");
            return VERSION;
        }
        if (count(request, Headers.SEC_WEB_SOCKET_KEY) != 1 || !isKey(request.getFirst(Headers.SEC_WEB_SOCKET_KEY))) {
            return broken("there must be one Sec-WebSocket-Key, the base64 of 16 bytes");
        }
        return null;
    }

    /** The value of {@code Sec-WebSocket-Accept} (section 4.2.2). */
    static String accept(String key) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.ISO_8859_1));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    static ErrorResponse broken(String detail) {
        return new ErrorResponse(400, "Bad Request", "bad_handshake", detail);
    }

    private static boolean isKey(String key) {
        try {
            return key.length() == 24 && Base64.getDecoder().decode(key).length == 16;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static int count(HeaderMap headers, HttpString name) {
        HeaderValues values = headers.get(name);
        return values == null ? 0 : values.size();
    }

    private static boolean hasToken(HeaderMap headers, HttpString name, String token) {
        HeaderValues values = headers.get(name);
        return values != null && UpgradeRequest.tokens(List.copyOf(values)).anyMatch(token::equalsIgnoreCase);
    }
}
